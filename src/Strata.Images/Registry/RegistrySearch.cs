using System.Globalization;
using System.Net;

namespace Strata.Images.Registry;

/// <summary>Search by <c>/v1/search</c>, which Docker Hub has kept of its older API and few others have.</summary>
public static class RegistrySearch
{
    private const int MaxAnswer = 16 << 20;
    private const int MostResults = 100;

    /// <summary>Searches.</summary>
    /// <param name="term">A part of a name; with a registry before it that one is searched.</param>
    /// <param name="limit">At most so many, 1 to 100.</param>
    /// <param name="access">How the registry is reached.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <exception cref="ImageException">The registry offers no search, or cannot be reached.</exception>
    public static IReadOnlyList<FoundImage> Run(string term, int limit, RegistryAccess access, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(term);
        if (limit is < 1 or > MostResults)
        {
            throw new ImageException($"--limit {limit}: expected 1 to {MostResults}");
        }

        int slash = term.IndexOf('/', StringComparison.Ordinal);
        bool hasRegistry = slash > 0 && ImageReference.IsRegistry(term[..slash]);
        string words = hasRegistry ? term[(slash + 1)..] : term;
        using RegistryClient client = new(hasRegistry ? term[..slash] : ImageReference.DockerHub, access, cancellation);
        string query = string.Create(CultureInfo.InvariantCulture, $"/v1/search?q={Uri.EscapeDataString(words)}&n={limit}");
        bool isElsewhere = client.Host.SearchEndpoint != client.Host.Endpoint;
        using HttpResponseMessage response = client.Send(
            new RegistryRequest(HttpMethod.Get, isElsewhere ? $"https://{client.Host.SearchEndpoint}{query}" : query) { Accept = ["application/json"] });
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
        {
            throw new ImageException($"registry {client.Host.Name} offers no search: it does not know /v1/search");
        }

        string where = $"what registry {client.Host.Name} has found";
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw RegistryProblem.Refused(client.Host, response, "search");
        }

        SearchJson json = Documents.Read(RegistryBody.Read(response, MaxAnswer, where), RegistryJson.Default.SearchJson, where);
        return
        [
            .. (json.Results ?? []).OfType<SearchResultJson>().Take(limit).Select(found =>
                new FoundImage(Clean(found.Name), Clean(found.Description), found.StarCount, found.IsOfficial)),
        ];
    }

    /// <summary>Without what a terminal would take for a command.</summary>
    private static string Clean(string? text) => string.Concat((text ?? "").Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
