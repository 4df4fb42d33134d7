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
    private readonly string folder;
    private readonly IReadOnlyList<string>? names;
    private X509Certificate2? own;
    private bool isRead;

    /// <summary>Looks for the registry's folder; what is in it is read when a server shows its certificate.</summary>
    public ServerCertificates(RegistryHost host, RegistryAccess access)
    {
        folder = access.CertificateFolder ?? $"{CertificateFolders.DockerFolder}/{host.Name}";
        names = CertificateFolders.List(folder);
        if (names is null && access.CertificateFolder is not null)
        {
            throw new ImageException($"there is no folder {folder}: give one with the registry's ca.crt");
        }
    }

    /// <summary>Whether there is such a folder.</summary>
    public bool IsConfigured => names is not null;

    /// <summary>Why the last certificate was refused; null where none was.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether to trust the server.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.RemoteCertificateChainErrors && names is not null && IsSignedHere(certificate, chain))
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

    /// <summary>The certificate to show to a server that asks for one.</summary>
    public X509Certificate Own(
        object sender, string targetHost, X509CertificateCollection localCertificates, X509Certificate? remoteCertificate, string[] acceptableIssuers)
    {
        lock (this)
        {
            own = isRead || names is null ? own : CertificateFolders.Own(folder, names);
            isRead = true;
            return own!;
        }
    }

    private bool IsSignedHere(X509Certificate? certificate, X509Chain? offered)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.CustomTrustStore.AddRange(CertificateFolders.Authorities(folder, names!));
        foreach (X509ChainElement element in offered?.ChainElements ?? new X509Chain().ChainElements)
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return certificate is X509Certificate2 leaf && chain.Build(leaf);
    }
}
