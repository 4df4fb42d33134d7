using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// utimensat(2), never following a symlink at the end; an empty path means <paramref name="directory"/> itself.
    /// <see cref="Timestamp.Now"/> and <see cref="Timestamp.Omit"/> are understood.
    /// </summary>
    public static unsafe Errno UtimensAt(FileFd directory, ReadOnlySpan<byte> path, Timestamp accessed, Timestamp modified)
    {
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        long* times = stackalloc long[4] { accessed.Seconds, accessed.Nanoseconds, modified.Seconds, modified.Nanoseconds };
        fixed (byte* text = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            return Result.Of(NativeUtimensAt(directory.Number, text, times, NoFollow | EmptyPath));
        }
    }

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true)]
    private static unsafe partial int NativeUtimensAt(int directory, byte* path, long* times, int flags);
}
