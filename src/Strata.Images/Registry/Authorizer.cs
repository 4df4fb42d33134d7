using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Strata.Images.Registry;

/// <summary>
/// Tells a registry who asks, once it wants to know: by name and password (RFC 7617), or by a token that another server
/// gives for what is to be done (the distribution project's token specification). Safe for several threads.
/// </summary>
/// <param name="host">The registry.</param>
/// <param name="access">How it is reached.</param>
/// <param name="send">Sends a request to a token server.</param>
internal sealed class Authorizer(RegistryHost host, RegistryAccess access, Func<HttpRequestMessage, HttpResponseMessage> send)
{
    private const int MaxAnswer = 1 << 20;
    private readonly Lock gate = new();
    private readonly Dictionary<string, AuthenticationHeaderValue> tokens = [];
    private AuthenticationHeaderValue? basic;
    private Credentials? credentials = access.Credentials;
    private bool areCredentialsRead = access.Credentials is not null;

    /// <summary>What is known to be wanted for these scopes; null where nothing is.</summary>
    public AuthenticationHeaderValue? For(IReadOnlyList<string> scopes)
    {
        lock (gate)
        {
            return basic ?? tokens.GetValueOrDefault(KeyOf(scopes));
        }
    }

    /// <summary>What to send after a request was answered with 401.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="scopes">What the request needs.</param>
    /// <param name="sent">What it was sent with.</param>
    /// <exception cref="ImageException">There is nothing more to say.</exception>
    public AuthenticationHeaderValue Answer(HttpResponseMessage response, IReadOnlyList<string> scopes, AuthenticationHeaderValue? sent)
    {
        IReadOnlyList<Challenge> challenges = response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out HeaderStringValues values)
            ? [.. values.SelectMany(Challenge.Parse)]
            : [];
        string what = WhatOf(response);
        lock (gate)
        {
            string key = KeyOf(scopes);
            if (challenges.FirstOrDefault(c => c.Scheme == "bearer" && c.Parameters.ContainsKey("realm")) is { } bearer)
            {
                // Several threads are told at once that there is no token, or that it is too old: one of them fetches.
                return tokens.TryGetValue(key, out AuthenticationHeaderValue? known) && !known.Equals(sent)
                    ? known
                    : tokens[key] = FetchToken(bearer, scopes, what, response);
            }

            if (challenges.Any(c => c.Scheme == "basic"))
            {
                Credentials own = CredentialsLocked()
                    ?? throw new ImageException($"registry {host.Name} wants to know who asks: \"{RegistryProblem.LoginTo(host)}\" first");
                AuthenticationHeaderValue header = BasicOf(own);
                return header.Equals(sent)
                    ? throw new ImageException($"registry {host.Name} does not accept the name and password of {own.User}: \"{RegistryProblem.LoginTo(host)}\" anew")
                    : basic = header;
            }
        }

        throw RegistryProblem.Denied(host, what);
    }

    private static string KeyOf(IReadOnlyList<string> scopes) => string.Join(' ', scopes);

    private static AuthenticationHeaderValue BasicOf(Credentials own) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{own.User}:{own.Password}")));

    private static string WhatOf(HttpResponseMessage response)
    {
        string path = response.RequestMessage?.RequestUri?.AbsolutePath ?? "";
        path = path.StartsWith("/v2/", StringComparison.Ordinal) ? path["/v2/".Length..] : path.TrimStart('/');
        foreach (string part in (ReadOnlySpan<string>)["/manifests/", "/blobs/"])
        {
            int end = path.LastIndexOf(part, StringComparison.Ordinal);
            path = end > 0 ? path[..end] : path;
        }

        return path.Length == 0 ? "login" : path;
    }

    private Credentials? CredentialsLocked()
    {
        if (!areCredentialsRead)
        {
            credentials = DockerConfig.Open(access.DockerFolder).Find(host);
            areCredentialsRead = true;
        }

        return credentials;
    }

    private AuthenticationHeaderValue FetchToken(Challenge challenge, IReadOnlyList<string> scopes, string what, HttpResponseMessage asked)
    {
        Credentials? own = CredentialsLocked();
        bool isPlain = asked.RequestMessage?.RequestUri?.Scheme == Uri.UriSchemeHttp;
        if (!Uri.TryCreate(challenge.Parameters["realm"], UriKind.Absolute, out Uri? realm)
            || !(realm.Scheme == Uri.UriSchemeHttps || (realm.Scheme == Uri.UriSchemeHttp && isPlain)))
        {
            throw new ImageException($"registry {host.Name} sends us to \"{challenge.Parameters["realm"]}\" for a token, which is not an https URL");
        }

        List<KeyValuePair<string, string>> query = [];
        if (challenge.Parameters.GetValueOrDefault("service") is { Length: > 0 } service)
        {
            query.Add(new("service", service));
        }

        IEnumerable<string> wanted = scopes.Append(challenge.Parameters.GetValueOrDefault("scope") ?? "").Where(s => s.Length > 0).Distinct();
        using HttpRequestMessage request = own?.IdentityToken is { } refresh
            ? ByRefreshToken(realm, refresh, [.. query, new("scope", string.Join(' ', wanted))])
            : ByPassword(realm, own, [.. query, .. wanted.Select(s => new KeyValuePair<string, string>("scope", s))]);
        using HttpResponseMessage response = send(request);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
        {
            throw own is null
                ? RegistryProblem.Denied(host, what)
                : new ImageException($"registry {host.Name} does not accept the name and password of {own.User}: \"{RegistryProblem.LoginTo(host)}\" anew");
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            // As a failure of the request that needs the token it is tried again, where that helps.
            throw RegistryRetry.MayPass(response.StatusCode)
                ? new HttpRequestException(HttpRequestError.Unknown, "the token server fails", null, response.StatusCode)
                : new ImageException($"registry {host.Name}: the token server {realm.Host} answers {(int)response.StatusCode}");
        }

        string from = $"the answer of {realm.Host} to a request for a token";
        TokenJson json = Documents.Read(RegistryBody.Read(response, MaxAnswer, from), RegistryJson.Default.TokenJson, from);
        string token = json.Token ?? json.AccessToken ?? throw new ImageException($"{from} has no token");
        return new AuthenticationHeaderValue("Bearer", token);
    }

    private static HttpRequestMessage ByPassword(Uri realm, Credentials? own, List<KeyValuePair<string, string>> query)
    {
        if (own is not null)
        {
            query.Insert(0, new("account", own.User));
        }

        string text = string.Join('&', query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        UriBuilder uri = new(realm) { Query = realm.Query.Length > 1 ? $"{realm.Query[1..]}&{text}" : text };
        HttpRequestMessage message = new(HttpMethod.Get, uri.Uri);
        message.Headers.Authorization = own is null ? null : BasicOf(own);
        return message;
    }

    private static HttpRequestMessage ByRefreshToken(Uri realm, string refresh, List<KeyValuePair<string, string>> form) =>
        new(HttpMethod.Post, realm)
        {
            Content = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("client_id", "strata"), new("refresh_token", refresh), .. form]),
        };
}
