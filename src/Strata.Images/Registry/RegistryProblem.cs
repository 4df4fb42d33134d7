using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Strata.Images.Registry;

/// <summary>What to say where a registry does not give what was asked for.</summary>
internal static class RegistryProblem
{
    private const int MaxBody = 64 * 1024;
    private const int MaxShown = 300;

    /// <summary>No answer came.</summary>
    /// <param name="host">The registry.</param>
    /// <param name="isPlain">Whether it was asked by plain HTTP.</param>
    /// <param name="e">What happened.</param>
    /// <param name="certificate">Why its certificate was refused; null where it was not.</param>
    public static ImageException NoAnswer(RegistryHost host, bool isPlain, Exception e, string? certificate)
    {
        string problem = e switch
        {
            HttpRequestException { StatusCode: { } status } => string.Create(CultureInfo.InvariantCulture, $"its token server answers {(int)status}"),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "there is no host of that name, or no name server answers",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } when certificate is not null =>
                $"{certificate}. Put its authority's certificate into {CertificateFolders.DockerFolder}/{host.Name}/ca.crt, or name it by --cert-dir or SSL_CERT_FILE",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                "TLS does not come about: if it speaks plain HTTP and you trust the network, give --plain-http",
            _ when SocketErrorOf(e) is { } error => Text(error),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } when isPlain => "what it says is not HTTP: leave --plain-http away if it speaks HTTPS",
            _ => "the connection broke",
        };
        return new ImageException($"registry {host.Name} cannot be reached ({(isPlain ? "http" : "https")}://{host.Endpoint}): {problem}", e);
    }

    /// <summary>An answer came that is a no.</summary>
    /// <param name="host">The registry.</param>
    /// <param name="response">The answer.</param>
    /// <param name="what">What was asked for.</param>
    public static ImageException Refused(RegistryHost host, HttpResponseMessage response, string what) => response.StatusCode switch
    {
        HttpStatusCode.NotFound => new ImageException($"{what} is not at registry {host.Name}{Words(response)}"),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Denied(host, what, Words(response)),
        HttpStatusCode.TooManyRequests => new ImageException(
            $"{what}: registry {host.Name} has had too many requests{Words(response)}. Wait, or \"{LoginTo(host)}\" for a larger allowance"),
        var status => new ImageException(string.Create(
            CultureInfo.InvariantCulture, $"{what}: registry {host.Name} answers {(int)status}{Words(response)}")),
    };

    /// <summary>The registry knows who asks, or wants to know, and does not allow it.</summary>
    public static ImageException Denied(RegistryHost host, string what, string words = "") =>
        new($"{what}: access denied by registry {host.Name}{words}. It does not exist, or needs \"{LoginTo(host)}\"");

    /// <summary>How to log in there.</summary>
    public static string LoginTo(RegistryHost host) => host.Name == ImageReference.DockerHub ? "strata login" : $"strata login {host.Name}";

    /// <summary>What the answer's body says: the distribution specification's list of errors.</summary>
    private static string Words(HttpResponseMessage response)
    {
        try
        {
            byte[] bytes = RegistryBody.Read(response, MaxBody, "an error");
            ErrorsJson? json = JsonSerializer.Deserialize(bytes, RegistryJson.Default.ErrorsJson);
            string text = string.Join("; ", (json?.Errors ?? []).Select(error => string.IsNullOrEmpty(error?.Message) ? error?.Code : error.Message).OfType<string>());

            // A server's words go to a terminal: without control characters, and not for ever.
            text = string.Concat(text.Where(c => !char.IsControl(c)).Take(MaxShown));
            return text.Length == 0 ? "" : $" ({text})";
        }
        catch (Exception e) when (e is JsonException or ImageException)
        {
            return "";
        }
    }

    private static SocketError? SocketErrorOf(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
        }

        return null;
    }

    private static string Text(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "nobody listens there",
        SocketError.TimedOut or SocketError.WouldBlock => "it does not answer",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown => "there is no way to it",
        SocketError.HostNotFound or SocketError.NoData => "there is no host of that name",
        SocketError.TryAgain => "no name server answers",
        SocketError.ConnectionReset => "the connection broke",
        _ => error.ToString(),
    };
}
