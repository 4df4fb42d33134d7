using System.Text;
using Strata.Containers.Mounts.Kernel;
using Strata.Fuse;
using Strata.Launch;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>What <c>strata info</c> tells: the machine's features, found by trying, and the store.</summary>
/// <param name="Kernel">The kernel's release.</param>
/// <param name="Store">The folder of the store.</param>
/// <param name="FileSystem">The kind of file system it lies on.</param>
/// <param name="Reflink">Whether that shares blocks between files (FICLONE).</param>
/// <param name="Images">Images in the store.</param>
/// <param name="ContainersRunning">Containers that run.</param>
/// <param name="ContainersEnded">Containers that ended and were not removed.</param>
/// <param name="Features">The machine.</param>
public sealed record HostReport(
    string Kernel, string Store, string FileSystem, bool Reflink, int Images, int ContainersRunning, int ContainersEnded, IReadOnlyList<HostFeature> Features)
{
    private const int MaxSize = 1 << 20;

    /// <summary>Looks. The calling thread leaves its mount namespace for a trial mount.</summary>
    public static HostReport Of(Store store)
    {
        IReadOnlyList<ContainerReport> containers = store.Containers.List();
        int running = containers.Count(container => container.IsRunning);
        Sys.FStatFs(store.Blobs.Root, out FileSystemStat stat).OrThrow("statfs of the store");
        bool reflink = CanReflink(store.Blobs.Root);
        return new HostReport(
            Sys.KernelRelease, store.Path, NameOf(stat.Type), reflink, store.Images.List().Count, running, containers.Count - running, [.. Look(store, reflink)]);
    }

    private static IEnumerable<HostFeature> Look(Store store, bool reflink)
    {
        Errno error = FuseOffer.Ask(PathText.Bytes(Path.GetFullPath(store.Path)), out FuseOffer? fuse);
        yield return new HostFeature(
            "fuse",
            fuse is null ? $"not usable: {error.Message()}" : $"protocol 7.{fuse.Minor}",
            fuse is null ? "images cannot be mounted" : "images are mounted by a server in user space");
        yield return new HostFeature(
            "fuse passthrough",
            fuse is { Passthrough: true } ? "offered" : "not offered",
            fuse is { Passthrough: true } ? "the kernel reads and writes contents itself" : "contents are copied by the server (Linux 6.9 and root would spare that)");
        yield return new HostFeature(
            "fuse over io_uring",
            fuse is { OverIoUring: true } ? "offered" : FirstLine("/sys/module/fuse/parameters/enable_uring"u8) is null ? "unknown to this kernel" : "switched off",
            "nothing: requests come by /dev/fuse");
        foreach (HostFeature feature in KernelFeatures.Look(store.Blobs))
        {
            yield return feature;
        }

        string? spaces = FirstLine("/proc/sys/user/max_user_namespaces"u8);
        yield return new HostFeature("user namespaces", spaces is null or "0" ? "switched off" : $"up to {spaces}", "strata-overlay mounts in them; mount and run need root so far");
        yield return new HostFeature(
            Fusermount.Name,
            Fusermount.IsInstalled ? "there" : "not installed",
            Fusermount.IsInstalled ? "users may mount with strata-overlay" : "strata-overlay mounts for root alone, of the machine or of a user namespace");
        CgroupHierarchy groups = CgroupHierarchy.OfMachine;
        string controllers = string.Join(' ', groups.V1Mounts.Keys.Order(StringComparer.Ordinal));
        yield return new HostFeature(
            "control groups",
            groups.Layout switch
            {
                CgroupLayout.None => "none mounted",
                CgroupLayout.V2 => $"version 2: {FirstLine(PathText.Bytes(groups.V2Mount + "/cgroup.controllers"))}",
                CgroupLayout.V1 => $"version 1: {controllers}",
                _ => $"hybrid, version 1: {controllers}",
            },
            groups.Limitations.Count == 0 ? "all limits of run can be set" : string.Join("; ", groups.Limitations));
        yield return new HostFeature(
            "reflink",
            reflink ? "there" : "not on this file system",
            reflink ? "a file of the store is copied up without copying its contents" : "a file is copied in the kernel when it is first written");
        bool verity = Sys.CanHaveVerity(store.Blobs.Root);
        yield return new HostFeature(
            "fs-verity",
            verity ? "there" : "not in this kernel and file system",
            verity ? "what --verify has looked at is sealed: the kernel compares it from then on" : "--verify compares contents when they are first opened in a mount");
    }

    private static bool CanReflink(FileFd folder)
    {
        const uint ForOwner = 0x180; // 0600
        Errno error = Sys.OpenAt(folder, "."u8, OpenFlags.ReadWrite | OpenFlags.TemporaryFile, out FileFd source, ForOwner);
        using FileFd first = source;
        FileFd second = default;
        error = error != Errno.Ok ? error : Sys.WriteAll(first, new byte[4096]);
        error = error != Errno.Ok ? error : Sys.OpenAt(folder, "."u8, OpenFlags.ReadWrite | OpenFlags.TemporaryFile, out second, ForOwner);
        using FileFd target = second;
        return error == Errno.Ok && Sys.FiClone(target, first) == Errno.Ok;
    }

    private static string? FirstLine(ReadOnlySpan<byte> path) => Read(path)?.Split('\n')[0];

    private static string? Read(ReadOnlySpan<byte> path) =>
        FileText.Read(FileFd.WorkingDirectory, path, MaxSize, out byte[] content) == Errno.Ok ? Encoding.UTF8.GetString(content) : null;

    private static string NameOf(long type) => type switch
    {
        0xEF53 => "ext4",
        0x58465342 => "xfs",
        0x9123683E => "btrfs",
        0x01021994 => "tmpfs",
        0x794C7630 => "overlay",
        0xF2F52010 => "f2fs",
        0x2FC12FC1 => "zfs",
        0x6969 => "nfs",
        _ => $"0x{type:x}",
    };
}
