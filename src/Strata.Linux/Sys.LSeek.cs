using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>lseek(2). <paramref name="whence"/>: SEEK_SET 0, SEEK_CUR 1, SEEK_END 2, SEEK_DATA 3, SEEK_HOLE 4.</summary>
    public static Errno LSeek(FileFd file, long offset, int whence, out long position) =>
        Result.Of(NativeLSeek(file.Number, offset, whence), out position);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long NativeLSeek(int file, long offset, int whence);
}
