using System.Text;
using Strata.Launch;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>/etc/hosts, /etc/hostname and /etc/resolv.conf, which each container gets of its own, bound over the image's.</summary>
internal static class HostFiles
{
    private const int MaxSize = 1 << 20;

    private const string Hosts =
        """
        127.0.0.1	localhost
        ::1	localhost ip6-localhost ip6-loopback
        fe00::	ip6-localnet
        ff00::	ip6-mcastprefix
        ff02::1	ip6-allnodes
        ff02::2	ip6-allrouters

        """;

    /// <summary>Writes the files into the container's folder and gives their mounts.</summary>
    public static IReadOnlyList<MountSpec> Make(ContainerFolder folder)
    {
        bool isHost = folder.Config.Settings.HostNetwork;
        return
        [
            MountSpec.Bind(folder.WriteFile("resolv.conf", OfHost("/etc/resolv.conf"u8) ?? ""), "/etc/resolv.conf"),
            MountSpec.Bind(folder.WriteFile("hostname", folder.Config.HostName + "\n"), "/etc/hostname"),
            MountSpec.Bind(folder.WriteFile("hosts", (isHost ? OfHost("/etc/hosts"u8) : null) ?? Hosts), "/etc/hosts"),
        ];
    }

    private static string? OfHost(ReadOnlySpan<byte> path) =>
        FileText.Read(FileFd.WorkingDirectory, path, MaxSize, out byte[] content) == Errno.Ok ? Encoding.UTF8.GetString(content) : null;
}
