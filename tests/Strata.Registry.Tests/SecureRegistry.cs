namespace Strata.Registry.Tests;

/// <summary>A real registry with TLS and a password, for a class of tests.</summary>
public sealed class SecureRegistry : IDisposable
{
    private readonly RealRegistry registry = new(isSecure: true);

    public string Host => registry.Host;

    public string CertificateFolder => registry.CertificateFolder;

    public void Dispose() => registry.Dispose();
}
