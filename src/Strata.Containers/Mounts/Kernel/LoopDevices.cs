using Strata.Linux;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>
/// The loop device of a chain image, loop(4). All mounts of a chain use the same one, and so have one EROFS between them,
/// with its inodes, directories and small contents in memory once. It lets go of the image by itself when the last mount
/// and the last descriptor of it are gone (LO_FLAGS_AUTOCLEAR).
/// </summary>
internal static class LoopDevices
{
    private const int LockExclusive = 2;
    private const int Unlock = 8;

    /// <summary>Opens the device that shows <paramref name="image"/>; one that is free is set up where none does.</summary>
    /// <param name="image">The image, open for reading.</param>
    /// <param name="device">As long as it is open the device shows the image; the caller owns it.</param>
    /// <param name="path">Its path, for a mount.</param>
    public static Errno Open(FileFd image, out FileFd device, out byte[] path)
    {
        device = default;
        path = [];
        if (Sys.FStat(image, out FileStat stat) is not Errno.Ok and var error)
        {
            return error;
        }

        // Two first mounts of a chain at once would set up a device each.
        error = Sys.FLock(image, LockExclusive);
        if (error != Errno.Ok)
        {
            return error;
        }

        error = FindSetUp(stat, out device, out path);
        error = error == Errno.ENOENT ? SetUp(image, out device, out path) : error;
        _ = Sys.FLock(image, Unlock);
        return error;
    }

    private static Errno FindSetUp(in FileStat image, out FileFd device, out byte[] path)
    {
        device = default;
        path = [];
        Errno error = Sys.OpenAt(FileFd.WorkingDirectory, "/sys/block"u8, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd blocks);
        if (error != Errno.Ok)
        {
            return error;
        }

        using (blocks)
        {
            DirectoryReader names = new(blocks, new byte[4096]);
            while (names.Next(out error))
            {
                ReadOnlySpan<byte> name = names.Name;
                byte[] backing = [.. name, .. "/loop/backing_file"u8];
                if (name.StartsWith("loop"u8)
                    && Sys.StatAt(blocks, backing, out _) == Errno.Ok
                    && TryOpen(image, path = [.. "/dev/"u8, .. name], out device))
                {
                    return Errno.Ok;
                }
            }
        }

        return error != Errno.Ok ? error : Errno.ENOENT;
    }

    /// <summary>Asked after it was opened: a device that is open lets go of nothing by itself.</summary>
    private static bool TryOpen(in FileStat image, byte[] path, out FileFd device)
    {
        const LoopFlags Needed = LoopFlags.ReadOnly | LoopFlags.AutoClear;
        if (Sys.OpenAt(FileFd.WorkingDirectory, path, OpenFlags.ReadOnly, out device) != Errno.Ok)
        {
            return false;
        }

        if (Sys.LoopGetStatus(device, out LoopInfo info) == Errno.Ok
            && info.Device == image.Dev && info.Inode == image.Ino && info.IsWhole && (info.Flags & Needed) == Needed)
        {
            return true;
        }

        device.Dispose();
        return false;
    }

    private static Errno SetUp(FileFd image, out FileFd device, out byte[] path)
    {
        const int Tries = 64;
        device = default;
        path = [];
        Errno error = Sys.OpenAt(FileFd.WorkingDirectory, "/dev/loop-control"u8, OpenFlags.ReadWrite, out FileFd control);
        using FileFd owned = control;
        for (int i = 0; error == Errno.Ok && i < Tries; i++)
        {
            error = Sys.LoopGetFree(control, out int number);
            path = PathText.Bytes($"/dev/loop{number}");
            error = error != Errno.Ok ? error : Sys.OpenAt(FileFd.WorkingDirectory, path, OpenFlags.ReadOnly, out device);
            error = error != Errno.Ok ? error : Sys.LoopConfigure(device, image, LoopFlags.ReadOnly | LoopFlags.AutoClear);
            if (error == Errno.Ok)
            {
                return Errno.Ok;
            }

            device.Dispose();
            device = default;

            // EBUSY: somebody else was faster with this one.
            error = error == Errno.EBUSY && i < Tries - 1 ? Errno.Ok : error;
        }

        return error;
    }
}
