using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>getrlimit(2): how many files this process may have open at a time, the soft RLIMIT_NOFILE; 1024 where that cannot be asked.</summary>
    public static unsafe long MaxOpenFiles
    {
        get
        {
            const int OpenFiles = 7; // RLIMIT_NOFILE
            const long Usual = 1024;
            ulong* limit = stackalloc ulong[2]; // struct rlimit: soft, hard
            return NativeMaxOpenFiles(OpenFiles, limit) == 0 ? (long)Math.Min(limit[0], long.MaxValue) : Usual;
        }
    }

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static unsafe partial int NativeMaxOpenFiles(int resource, ulong* limit);
}
