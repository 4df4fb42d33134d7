using System.Text;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>
/// Puts a FUSE file system into the tree. The descriptor that comes out speaks for the mount: it goes to a
/// <see cref="FuseSession"/>, here or in another process that inherits it. When its last copy is closed, the mount stays but
/// every access says ENOTCONN.
/// </summary>
public static class FuseMount
{
    /// <summary>The type that is given to mount(2), "fuse." and the subtype.</summary>
    private const string TypePrefix = "fuse.";

    /// <summary>
    /// Opens /dev/fuse and mounts it on <paramref name="target"/>. Nothing answers until a session runs: whoever looks into
    /// the mount before waits.
    /// </summary>
    /// <param name="target">A directory, or a file where <see cref="FuseMountOptions.RootMode"/> says so.</param>
    /// <param name="options">How.</param>
    /// <param name="device">The connection; the caller owns it.</param>
    /// <returns>
    /// EPERM: not root of the user namespace (an unprivileged mount through fusermount3 is not supported); ENOENT or ENODEV:
    /// the kernel has no fuse; otherwise as mount(2).
    /// </returns>
    public static Errno Open(ReadOnlySpan<byte> target, FuseMountOptions options, out FileFd device)
    {
        Errno error = Sys.OpenAt(FileFd.WorkingDirectory, "/dev/fuse"u8, OpenFlags.ReadWrite, out device);
        if (error != Errno.Ok)
        {
            return error;
        }

        error = Sys.Mount(
            Encoding.UTF8.GetBytes(options.Source),
            target,
            Encoding.UTF8.GetBytes(TypePrefix + options.Subtype),
            options.Flags,
            Encoding.UTF8.GetBytes(options.ToMountData(device)));
        if (error != Errno.Ok)
        {
            device.Dispose();
            device = default;
        }

        return error;
    }

    /// <summary>
    /// Takes the mount on <paramref name="target"/> away, umount2(2) without following a symlink at the end; also one whose
    /// server is gone. Its session ends once nobody uses the mount any more.
    /// </summary>
    /// <param name="target">Where it is mounted.</param>
    /// <param name="detach">MNT_DETACH: do not answer EBUSY while files in it are open, but go when they are closed.</param>
    public static Errno Close(ReadOnlySpan<byte> target, bool detach)
    {
        const int Detach = 2;
        const int NoFollow = 8;
        return Sys.Unmount(target, NoFollow | (detach ? Detach : 0));
    }
}
