using System.Net;

namespace Strata.Images.Registry;

/// <summary>Credentials of registries: tried, kept and forgotten, where Docker keeps them.</summary>
public static class RegistryLogin
{
    /// <summary>The registry that a person means: people give URLs where a name is asked for.</summary>
    public static string NameOf(string registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        string name = RegistryHost.NameIn(registry);
        return name.Length == 0 || name.AsSpan().ContainsAny(" @?#\\")
            ? throw new ImageException($"\"{registry}\" is not the name of a registry: give HOST or HOST:PORT")
            : name;
    }

    /// <summary>Tries credentials, and keeps them if the registry accepts them.</summary>
    /// <returns>The file in which they lie unencrypted; null where a helper keeps them.</returns>
    /// <exception cref="ImageException">The registry does not accept them, or cannot be reached.</exception>
    public static string? Login(string registry, Credentials credentials, RegistryAccess access, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(access);
        string name = NameOf(registry);
        using RegistryClient client = new(name, access with { Credentials = credentials }, cancellation);
        using (HttpResponseMessage response = client.Send(new RegistryRequest(HttpMethod.Get, "")))
        {
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw response.StatusCode == HttpStatusCode.NotFound
                    ? new ImageException($"{name} is not a registry: it does not know /v2/")
                    : RegistryProblem.Refused(client.Host, response, "login");
            }
        }

        return DockerConfig.Open(access.DockerFolder).Keep(client.Host, credentials);
    }

    /// <summary>Forgets a registry's credentials; false where there were none.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="folder">Docker's folder; null for the user's own.</param>
    public static bool Logout(string registry, string? folder = null) => DockerConfig.Open(folder).Forget(new RegistryHost(NameOf(registry)));
}
