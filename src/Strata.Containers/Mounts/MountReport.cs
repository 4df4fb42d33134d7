using System.Text.Json.Serialization;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>One mount, as <c>strata mounts</c> shows it.</summary>
/// <param name="Image">The name by which the image was mounted.</param>
/// <param name="ImageId">The image's ID, <c>sha256:…</c>.</param>
/// <param name="Target">Where it is mounted.</param>
/// <param name="ReadOnly">Whether it takes no changes.</param>
/// <param name="Upper">The folder that takes the changes; null where there is none or the server is gone.</param>
/// <param name="Driver">"fuse" or "kernel".</param>
/// <param name="Server">
/// The server's process id; null where the kernel needs none, and where it is gone: then every access says "Transport endpoint
/// is not connected".
/// </param>
public sealed record MountReport(string Image, string ImageId, string Target, bool ReadOnly, string? Upper, string Driver, int? Server)
{
    /// <summary>The first twelve digits of the image's ID, as Docker shows it.</summary>
    [JsonIgnore]
    public string ShortId => Digest.TryParse(ImageId, out Digest id) ? id.Hex[..Images.Image.ShortLength] : "";

    /// <summary>The mounts of Strata in this mount namespace.</summary>
    public static IReadOnlyList<MountReport> All()
    {
        IReadOnlyList<MountEntry> mounts = MountTable.ReadOurs();
        if (mounts.Count == 0)
        {
            return [];
        }

        // A look at every process of the machine, only where one of them serves something.
        IReadOnlyList<ServerProcess> processes = mounts.All(mount => mount.IsOfTheKernel) ? [] : ServerProcess.FindAll();
        ILookup<uint, ServerProcess> servers = processes.ToLookup(server => server.Connection);
        return [.. mounts.Select(mount => Of(mount, servers[mount.Device.Minor].FirstOrDefault()))];
    }

    private static MountReport Of(MountEntry mount, ServerProcess? server)
    {
        bool known = MountSource.TryParse(mount.Source, out MountSource? source);
        return new MountReport(
            known ? source!.Name : mount.Source,
            known ? source!.ImageId.ToString() : "",
            PathText.Show(mount.Target),
            mount.ReadOnly,
            mount.IsOfTheKernel ? mount.Upper : mount.ReadOnly ? null : server?.UpperPath(),
            mount.IsOfTheKernel ? MountDrivers.Kernel : MountDrivers.Fuse,
            server?.Pid);
    }
}
