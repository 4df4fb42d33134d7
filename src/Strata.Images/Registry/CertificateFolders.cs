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
            DirectoryNames.Of(opened, out List<byte[]> names).OrThrow(folder);
            return [.. names.Select(name => PathText.Show(name)).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>The authorities of a folder: <c>*.crt</c>.</summary>
    internal static X509Certificate2Collection Authorities(string folder, IReadOnlyList<string> names)
    {
        X509Certificate2Collection authorities = [];
        if (names.FirstOrDefault(name => name.EndsWith(".cert", StringComparison.Ordinal)) is { } own)
        {
            throw new ImageException($"{folder}/{own}: certificates of one's own to show to a registry are not built yet");
        }

        foreach (string path in names.Where(name => name.EndsWith(".crt", StringComparison.Ordinal)).Select(name => $"{folder}/{name}"))
        {
            Read(path, text => authorities.ImportFromPem(text));
        }

        return authorities;
    }

    private static void Read(string path, Action<string> use)
    {
        try
        {
            use(System.Text.Encoding.UTF8.GetString(SmallFile.Read(path, MaxSize) ?? throw new ImageException($"{path} is gone")));
        }
        catch (CryptographicException e)
        {
            throw new ImageException($"{path} is not a certificate in PEM", e);
        }
    }
}
