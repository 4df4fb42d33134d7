using System.Security.Cryptography;
using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>
/// What the kernel's own drivers can do on this machine, found by mounting a small image in every way there is. It happens in
/// a mount namespace of a thread, with a tmpfs over the store's folder, so nobody sees it and nothing stays.
/// </summary>
internal sealed class KernelTrial
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 2 * LayerEntry.MaxInlineContent).Select(i => (byte)i)];
    private readonly Dictionary<ErofsSource, string?> sources = [];
    private readonly Dictionary<OverlayConstruction, string?> constructions = [];

    /// <summary>Why nothing could be tried at all; null where it was.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Whether overlayfs shows the escaped xattrs of an image.</summary>
    public Errno Escapes { get; private set; }

    /// <summary>Why the kernel cannot mount an image so; null where it can.</summary>
    public string? ProblemOf(ErofsSource source) => sources.GetValueOrDefault(source, Obstacle);

    /// <summary>Why overlayfs cannot be put together so; null where it can.</summary>
    public string? ProblemOf(OverlayConstruction construction) =>
        constructions.TryGetValue(construction, out string? problem) ? problem : Obstacle ?? "no way to mount EROFS";

    /// <summary>Tries everything.</summary>
    /// <param name="store">Its file system holds the image for the moment; nothing is written to the store.</param>
    public static KernelTrial Run(BlobStore store)
    {
        KernelTrial trial = new();
        try
        {
            using FileFd image = WriteImage(store.Root);
            string folder = Path.GetFullPath(store.Path);
            Errno error = PrivateNamespace.Run(
                () =>
                {
                    trial.TryAll(image, folder);
                    return true;
                },
                out _);
            trial.Obstacle = error == Errno.Ok ? null : $"mount namespace: {error.Message()}";
            trial.Escapes = error == Errno.Ok ? EscapeTrial.Run() : error;
        }
        catch (Exception e) when (e is LinuxException or ContainerException)
        {
            trial.Obstacle = e.Message;
        }

        return trial;
    }

    private static FileFd WriteImage(FileFd folder)
    {
        const uint ForOwner = 0x180; // 0600
        Sys.OpenAt(folder, "."u8, OpenFlags.ReadWrite | OpenFlags.TemporaryFile, out FileFd file, ForOwner).OrThrow("make a file for a trial");
        LayerEntry entry = new()
        {
            Path = "content"u8.ToArray(),
            Kind = EntryKind.File,
            Permissions = ForOwner,
            Size = Content.Length,
            ContentDigest = Digest.FromBytes(SHA256.HashData(Content)),
        };
        ChainImageWriter.Write([[entry]], file);
        return file;
    }

    private void TryAll(FileFd image, string folder)
    {
        using MountContext tmpfs = new("tmpfs"u8);
        tmpfs.Mount(MountAttributes.None, out FileFd mount).OrThrow("mount a tmpfs for a trial");
        using FileFd scratch = mount;
        using FileFd target = MountPoint.OpenTarget(folder);
        Sys.MoveMount(scratch, target).OrThrow("mount a tmpfs for a trial");
        WriteObject(scratch);
        foreach (ErofsSource source in Enum.GetValues<ErofsSource>())
        {
            Errno error = ErofsImage.Open(source, image, out ErofsImage? erofs);
            using ErofsImage? held = erofs;
            string reason = error.Message();
            FileFd made = default;
            error = error == Errno.Ok ? held!.Mount(out made, out reason) : error;
            made.Dispose();
            sources[source] = error == Errno.Ok ? null : reason;
            if (error == Errno.Ok && constructions.Count == 0)
            {
                foreach (OverlayConstruction construction in Enum.GetValues<OverlayConstruction>())
                {
                    constructions[construction] = Try(construction, held!, image, folder, scratch);
                }
            }
        }
    }

    private static void WriteObject(FileFd scratch)
    {
        const uint Mode = 0x1ed; // 0755
        byte[] path = new byte[ObjectPath.Length];
        ObjectPath.Write(Digest.FromBytes(SHA256.HashData(Content)), path);
        path = [.. "objects/"u8, .. path];
        Sys.MkdirAt(scratch, "objects"u8, Mode).OrThrow("make a folder for a trial");
        Sys.MkdirAt(scratch, path.AsSpan(0, "objects/00".Length), Mode).OrThrow("make a folder for a trial");
        Sys.OpenAt(scratch, path, OpenFlags.WriteOnly | OpenFlags.Create, out FileFd file, Mode).OrThrow("write an object for a trial");
        using FileFd owned = file;
        Sys.WriteAll(file, Content).OrThrow("write an object for a trial");
    }

    private static string? Try(OverlayConstruction construction, ErofsImage erofs, FileFd image, string folder, FileFd scratch)
    {
        const uint Mode = 0x1ed; // 0755
        OverlaySpec spec = new()
        {
            Source = "trial",
            Objects = $"{folder}/objects",
            Upper = $"{folder}/upper-{construction}",
            Work = $"{folder}/work-{construction}",
        };
        Sys.MkdirAt(scratch, PathText.Bytes($"upper-{construction}"), Mode).OrThrow("make a folder for a trial");
        Sys.MkdirAt(scratch, PathText.Bytes($"work-{construction}"), Mode).OrThrow("make a folder for a trial");
        Errno error = OverlayBuilder.Build(construction, erofs, image, spec, out FileFd merged, out string reason);
        using FileFd mount = merged;
        if (error != Errno.Ok)
        {
            return reason;
        }

        error = Sys.OpenAt(mount, "content"u8, OpenFlags.ReadOnly, out FileFd opened);
        using FileFd file = opened;
        byte[] seen = new byte[Content.Length];
        error = error != Errno.Ok ? error : Sys.PRead(file, seen, 0, out _);
        return error != Errno.Ok ? $"read a file of it: {error.Message()}" : seen.AsSpan().SequenceEqual(Content) ? null : "a file of it has a wrong content";
    }
}
