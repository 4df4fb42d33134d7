namespace Strata.Images.Registry;

/// <summary>How a registry is reached: what a command line says of it.</summary>
public sealed record RegistryAccess
{
    /// <summary>Whether it speaks plain HTTP. A registry on a loopback address may without being asked.</summary>
    public bool PlainHttp { get; init; }

    /// <summary>
    /// A folder with <c>*.crt</c>, authorities to trust beside the system's; null for the registry's folder below
    /// <see cref="CertificateFolders.DockerFolder"/>.
    /// </summary>
    public string? CertificateFolder { get; init; }

    /// <summary>Who asks, where it is known already; otherwise Docker's configuration is asked when the registry wants to know.</summary>
    internal Credentials? Credentials { get; init; }

    /// <summary>The pause before the first retry; each further one is about twice as long.</summary>
    internal TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a connection may be silent, while bytes are awaited.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The size above which a blob is sent in several requests, each of so many bytes.</summary>
    internal int ChunkSize { get; init; } = 16 << 20;

    /// <summary>Docker's folder of settings, where it is not the user's own.</summary>
    internal string? DockerFolder { get; init; }
}
