namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// The number of the mount by which <paramref name="file"/> was opened, statx(2) with STATX_MNT_ID: the first field of its
    /// line in /proc/self/mountinfo. 0 before Linux 5.8. No server of the file system is asked.
    /// </summary>
    public static unsafe Errno MountIdOf(FileFd file, out ulong id)
    {
        const int DontSync = 0x4000; // AT_STATX_DONT_SYNC
        const uint MountId = 0x1000; // STATX_MNT_ID
        StatX buffer;
        byte nothing = 0;
        Errno error = Result.Of(NativeStatX(file.Number, &nothing, EmptyPath | DontSync, MountId, &buffer));
        id = error == Errno.Ok && (buffer.Mask & MountId) != 0 ? buffer.MountId : 0;
        return error;
    }
}
