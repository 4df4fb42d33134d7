using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>statx(2) of the name itself (no symlink at the end is followed); an empty path means <paramref name="directory"/> itself.</summary>
    public static unsafe Errno StatAt(FileFd directory, ReadOnlySpan<byte> path, out FileStat stat)
    {
        stat = default;
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        StatX buffer;
        fixed (byte* text = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            Errno error = Result.Of(NativeStatX(directory.Number, text, NoFollow | EmptyPath, StatX.BasicAndBirth, &buffer));
            if (error == Errno.Ok)
            {
                buffer.ToFileStat(out stat);
            }

            return error;
        }
    }

    /// <summary>statx(2) of an open file.</summary>
    public static Errno FStat(FileFd file, out FileStat stat) => StatAt(file, default, out stat);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static unsafe partial int NativeStatX(int directory, byte* path, int flags, uint mask, StatX* buffer);
}
