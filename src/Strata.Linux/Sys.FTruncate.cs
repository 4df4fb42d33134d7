using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>ftruncate(2).</summary>
    public static Errno FTruncate(FileFd file, long size)
    {
        Errno error;
        do
        {
            error = Result.Of(NativeFTruncate(file.Number, size));
        }
        while (error == Errno.EINTR);

        return error;
    }

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int NativeFTruncate(int file, long size);
}
