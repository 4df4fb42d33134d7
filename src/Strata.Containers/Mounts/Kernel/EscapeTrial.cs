using Strata.Linux;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>
/// Tries whether overlayfs shows an xattr <c>trusted.overlay.overlay.NAME</c> of a layer as <c>trusted.overlay.NAME</c>, as
/// from Linux 6.7 on. Chain images keep an image's own xattrs of that name so (docs/formats/chain-image.md).
/// </summary>
internal static class EscapeTrial
{
    /// <summary>Tries it in a mount namespace of a thread. ENODATA: it does not.</summary>
    public static Errno Run()
    {
        Errno error = PrivateNamespace.Run(RunHere, out Errno answer);
        return error == Errno.Ok ? answer : error;
    }

    private static Errno RunHere()
    {
        using MountContext tmpfs = new("tmpfs"u8);
        Errno error = tmpfs.Mount(MountAttributes.None, out FileFd mount);
        using FileFd layers = mount;
        error = error != Errno.Ok ? error : PrivateNamespace.Attach(layers);
        error = error != Errno.Ok ? error : Sys.MkdirAt(layers, "a"u8, 0x1ed);
        error = error != Errno.Ok ? error : Sys.MkdirAt(layers, "b"u8, 0x1ed);
        return error != Errno.Ok ? error : Show(layers);
    }

    private static Errno Show(FileFd layers)
    {
        Errno error = Sys.OpenAt(layers, "a"u8, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd top);
        using FileFd first = top;
        error = error != Errno.Ok ? error : Sys.FSetXattr(first, "trusted.overlay.overlay.trial"u8, "y"u8);
        if (error != Errno.Ok)
        {
            return error;
        }

        byte[] path = ProcFd.PathOf(layers);
        using MountContext overlay = new("overlay"u8);
        overlay.Set("ro"u8);
        overlay.Set("lowerdir"u8, [.. path, .. "/a:"u8, .. path, .. "/b"u8]);
        error = overlay.Mount(MountAttributes.ReadOnly, out FileFd merged);
        using FileFd mount = merged;
        error = error != Errno.Ok ? error : Sys.OpenAt(mount, "."u8, OpenFlags.ReadOnly | OpenFlags.Directory, out top);
        if (error != Errno.Ok)
        {
            return error;
        }

        using FileFd root = top;
        return Sys.FGetXattr(root, "trusted.overlay.trial"u8, default, out _);
    }
}
