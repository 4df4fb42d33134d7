using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>flock(2). <paramref name="operation"/> is LOCK_SH 1, LOCK_EX 2 or LOCK_UN 8, with LOCK_NB 4.</summary>
    public static Errno FLock(FileFd file, int operation)
    {
        Errno error;
        do
        {
            error = Result.Of(NativeFLock(file.Number, operation));
        }
        while (error == Errno.EINTR);

        return error;
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int NativeFLock(int file, int operation);
}
