using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Strata.Linux;
using OpenFlags = Strata.Linux.OpenFlags;

namespace Strata.Images.Registry;

/// <summary>Folders of certificates for one registry, as Docker has them.</summary>
public static class CertificateFolders
{
    /// <summary>Where the folders of registries lie, by host and port.</summary>
    public const string DockerFolder = "/etc/docker/certs.d";

    private const int MaxSize = 1 << 20;

    /// <summary>The names of the files in a folder; null where there is no such folder.</summary>
    internal static IReadOnlyList<string>? List(string folder)
    {
        if (Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(folder), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd opened) != Errno.Ok)
        {
            return null;
        }

        using (opened)
        {
            return [.. FolderNames.Of(opened, folder).Select(name => PathText.Show(name))];
        }
    }

    /// <summary>The authorities of a folder: <c>*.crt</c>.</summary>
    internal static X509Certificate2Collection Authorities(string folder, IEnumerable<string> names)
    {
        X509Certificate2Collection authorities = [];
        foreach (string path in names.Where(name => name.EndsWith(".crt", StringComparison.Ordinal)).Select(name => $"{folder}/{name}"))
        {
            Read(path, text => authorities.ImportFromPem(text));
        }

        return authorities;
    }

    /// <summary>The certificate to show: the first <c>NAME.cert</c> with a <c>NAME.key</c>; null where there is none.</summary>
    internal static X509Certificate2? Own(string folder, IReadOnlyList<string> names)
    {
        foreach (string name in names.Where(name => name.EndsWith(".cert", StringComparison.Ordinal)))
        {
            string key = name[..^".cert".Length] + ".key";
            if (names.Contains(key))
            {
                X509Certificate2? own = null;
                Read($"{folder}/{name}", certificate => Read($"{folder}/{key}", text => own = X509Certificate2.CreateFromPem(certificate, text)));
                return own;
            }
        }

        return null;
    }

    private static void Read(string path, Action<string> use)
    {
        try
        {
            use(System.Text.Encoding.UTF8.GetString(SmallFile.Read(path, MaxSize) ?? throw new ImageException($"{path} is gone")));
        }
        catch (CryptographicException e)
        {
            throw new ImageException($"{path} is not a certificate or a key in PEM", e);
        }
    }
}
