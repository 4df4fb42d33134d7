using System.Net;

namespace Strata.Images.Registry;

/// <summary>A registry by its name, and where it answers.</summary>
/// <param name="Name">As image names have it: <c>docker.io</c>, <c>registry.example:5000</c>.</param>
internal sealed record RegistryHost(string Name)
{
    /// <summary>Host and port of its API. Docker Hub's is not where its name leads.</summary>
    public string Endpoint => Name == ImageReference.DockerHub ? "registry-1.docker.io" : Name;

    /// <summary>Host and port of the older API, which only has search.</summary>
    public string SearchEndpoint => Name == ImageReference.DockerHub ? "index.docker.io" : Name;

    /// <summary>What Docker's configuration calls it.</summary>
    public string ConfigurationKey => Name == ImageReference.DockerHub ? "https://index.docker.io/v1/" : Name;

    /// <summary>
    /// The name of a registry in what people give, and older versions of Docker wrote, where a name is asked for: a URL. Docker
    /// Hub has several.
    /// </summary>
    public static string NameIn(string text)
    {
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        string rest = scheme < 0 ? text : text[(scheme + 3)..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        rest = slash < 0 ? rest : rest[..slash];
        return rest is "index.docker.io" or "registry-1.docker.io" ? ImageReference.DockerHub : rest;
    }

    /// <summary>Whether a key of Docker's configuration means this registry.</summary>
    public bool IsMeantBy(string key) => NameIn(key) == NameIn(Name);

    /// <summary>Whether it is on this machine, by its name.</summary>
    public bool IsLoopback
    {
        get
        {
            string host = Name.LastIndexOf(':') is > 0 and var colon ? Name[..colon] : Name;
            return host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal)
                || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
        }
    }
}
