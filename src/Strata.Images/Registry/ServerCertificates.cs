using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Strata.Images.Registry;

/// <summary>
/// Which servers are trusted: those that the system trusts (its store, or what SSL_CERT_FILE and SSL_CERT_DIR name), and
/// those of the authorities that lie in the registry's folder.
/// </summary>
internal sealed class ServerCertificates
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1"; // RFC 5280, 4.2.1.12: id-kp-serverAuth
    private readonly X509Certificate2Collection authorities;

    /// <summary>Reads the registry's folder, where there is one.</summary>
    public ServerCertificates(RegistryHost host, RegistryAccess access)
    {
        string folder = access.CertificateFolder ?? $"{CertificateFolders.DockerFolder}/{host.Name}";
        IReadOnlyList<string>? names = CertificateFolders.List(folder);
        if (names is null && access.CertificateFolder is not null)
        {
            throw new ImageException($"there is no folder {folder}: give one with the registry's ca.crt");
        }

        IsConfigured = names is not null;
        authorities = names is null ? [] : CertificateFolders.Authorities(folder, names);
    }

    /// <summary>Whether there is such a folder.</summary>
    public bool IsConfigured { get; }

    /// <summary>Why the last certificate was refused; null where none was.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether to trust the server.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.RemoteCertificateChainErrors && authorities.Count > 0 && IsSignedHere(certificate, chain))
        {
            return true;
        }

        if (errors != SslPolicyErrors.None)
        {
            Problem = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "its certificate is made for another name"
                : chain?.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid) == true
                    ? "its certificate has expired or is not valid yet"
                : errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "it shows no certificate"
                : "its certificate is signed by nobody whom this machine trusts";
            return false;
        }

        return true;
    }

    private bool IsSignedHere(X509Certificate? certificate, X509Chain? offered)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        foreach (X509ChainElement element in (IEnumerable<X509ChainElement>?)offered?.ChainElements ?? [])
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return certificate is X509Certificate2 leaf && chain.Build(leaf);
    }
}
