namespace Strata.Images;

public sealed partial record ImageReference
{
    /// <summary>The registry of names that name none.</summary>
    public const string DockerHub = "docker.io";

    /// <summary>The registry that the name means: its first part where that is one, otherwise <see cref="DockerHub"/>.</summary>
    public string Registry => RegistryPart ?? DockerHub;

    /// <summary>The repository as the registry calls it: <c>library/base</c> for <c>base</c> of <see cref="DockerHub"/>.</summary>
    public string RegistryPath =>
        RegistryPart is { } registry ? Repository[(registry.Length + 1)..]
        : Repository.Contains('/') ? Repository
        : DefaultNamespace + Repository;

    /// <summary>The name with everything that it leaves out: <c>docker.io/library/base:latest</c>.</summary>
    public string FullName => $"{Registry}/{RegistryPath}" + (Digest is { } digest ? "@" + digest : ":" + Tag);

    /// <summary>What a request to the registry names: the digest where there is one, which no one can move.</summary>
    public string Target => Digest?.ToString() ?? Tag!;

    private string? RegistryPart =>
        Repository.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && IsRegistry(Repository[..slash]) ? Repository[..slash] : null;
}
