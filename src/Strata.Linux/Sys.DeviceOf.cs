namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// The device of the file system that <paramref name="file"/> is in, statx(2) with AT_STATX_DONT_SYNC: the server of a
    /// FUSE mount is not asked, which may not run yet or not any more.
    /// </summary>
    public static unsafe Errno DeviceOf(FileFd file, out DeviceNumber device)
    {
        const int DontSync = 0x4000;
        StatX buffer;
        byte nothing = 0;
        Errno error = Result.Of(NativeStatX(file.Number, &nothing, EmptyPath | DontSync, 0, &buffer));
        FileStat stat = default;
        if (error == Errno.Ok)
        {
            buffer.ToFileStat(out stat);
        }

        device = stat.Dev;
        return error;
    }
}
