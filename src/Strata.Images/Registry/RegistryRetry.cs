using System.Net;
using System.Net.Sockets;
using Polly;
using Polly.Retry;
using Strata.Linux;

namespace Strata.Images.Registry;

/// <summary>Which failures pass by themselves, and how long to wait for that.</summary>
internal static class RegistryRetry
{
    /// <summary>How often a request is sent again.</summary>
    public const int MostRetries = 5;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWish = TimeSpan.FromMinutes(2);

    /// <summary>Sends again, after pauses that grow; a registry that says how long to wait is listened to.</summary>
    /// <param name="firstPause">The first pause.</param>
    public static ResiliencePipeline<HttpResponseMessage> Pipeline(TimeSpan firstPause) =>
        new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = MostRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = firstPause,
                MaxDelay = LongestPause,
                ShouldHandle = static outcome => ValueTask.FromResult(
                    outcome.Outcome.Exception is { } e ? MayPass(e) : MayPass(outcome.Outcome.Result!.StatusCode)),
                DelayGenerator = static outcome => ValueTask.FromResult(WishOf(outcome.Outcome.Result)),
                OnRetry = static outcome =>
                {
                    outcome.Outcome.Result?.Dispose();
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

    /// <summary>Whether it is worth asking again after such an answer.</summary>
    public static bool MayPass(HttpStatusCode status) => status
        is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>
    /// Whether it is worth connecting again: not where nobody listens, the name is unknown or the server is not trusted, which
    /// a person wants to hear at once.
    /// </summary>
    public static bool MayPass(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError } => false,
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound } } => false,
        _ => IsOfTheConnection(e),
    };

    /// <summary>
    /// Whether the connection failed, and nothing here: a file that cannot be read or a program that cannot be run is a
    /// <see cref="LinuxException"/>, which no registry can help.
    /// </summary>
    public static bool IsOfTheConnection(Exception e) => e is HttpRequestException or (IOException and not LinuxException);

    private static TimeSpan? WishOf(HttpResponseMessage? response)
    {
        TimeSpan? wish = response?.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - DateTimeOffset.UtcNow : null;
        return wish is not { } wait ? null
            : wait < TimeSpan.Zero ? TimeSpan.Zero
            : wait > LongestWish ? LongestWish
            : wait;
    }
}
