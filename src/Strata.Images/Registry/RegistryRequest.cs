using System.Net.Http.Headers;

namespace Strata.Images.Registry;

/// <summary>A request that can be sent again and again: to another scheme, with a token, after a pause.</summary>
/// <param name="Method">GET, HEAD, POST, PATCH or PUT.</param>
/// <param name="Target">A path below the registry's <c>/v2/</c>, or an absolute URL that the registry gave.</param>
internal sealed record RegistryRequest(HttpMethod Method, string Target)
{
    /// <summary>What a token must allow, for example <c>repository:base:pull</c>; none for what needs no repository.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Media types that are understood.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>The first byte that is wanted.</summary>
    public long From { get; init; }

    /// <summary>Makes the body; null for none.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Whether a failure is left to the caller, who knows where to go on.</summary>
    public bool IsTriedOnce { get; init; }

    /// <summary>The message, new each time.</summary>
    /// <param name="api">The registry's <c>/v2/</c>.</param>
    /// <param name="authorization">What tells who asks. It stays away from a message that goes elsewhere: a registry may name any URL.</param>
    public HttpRequestMessage ToMessage(Uri api, AuthenticationHeaderValue? authorization)
    {
        HttpRequestMessage message = new(Method, new Uri(api, Target));
        message.Headers.TryAddWithoutValidation("User-Agent", "strata");
        message.Headers.Authorization = IsSameOrigin(api, message.RequestUri) ? authorization : null;
        if (Accept.Count > 0)
        {
            message.Headers.TryAddWithoutValidation("Accept", string.Join(", ", Accept));
        }

        if (From > 0)
        {
            message.Headers.Range = new RangeHeaderValue(From, null);
        }

        message.Content = Content?.Invoke();
        return message;
    }

    /// <summary>Whether scheme, host and port are the same: RFC 6454, section 5.</summary>
    public static bool IsSameOrigin(Uri api, Uri? other) =>
        other is not null && Uri.Compare(api, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}
