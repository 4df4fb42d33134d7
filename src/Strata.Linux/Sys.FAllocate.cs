using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>fallocate(2). <paramref name="mode"/> is 0 or FALLOC_FL_* bits.</summary>
    public static Errno FAllocate(FileFd file, int mode, long offset, long length)
    {
        Errno error;
        do
        {
            error = Result.Of(NativeFAllocate(file.Number, mode, offset, length));
        }
        while (error == Errno.EINTR);

        return error;
    }

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int NativeFAllocate(int file, int mode, long offset, long length);
}
