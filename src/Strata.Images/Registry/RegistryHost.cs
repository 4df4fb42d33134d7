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
