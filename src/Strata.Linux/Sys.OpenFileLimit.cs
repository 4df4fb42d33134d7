using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>setrlimit(2): as many open files as RLIMIT_NOFILE's hard limit allows.</summary>
    public static unsafe Errno RaiseOpenFileLimit()
    {
        const int OpenFiles = 7; // RLIMIT_NOFILE
        ulong* limit = stackalloc ulong[2]; // struct rlimit: soft, hard
        Errno error = Result.Of(NativeGetLimit(OpenFiles, limit));
        if (error != Errno.Ok || limit[0] == limit[1])
        {
            return error;
        }

        limit[0] = limit[1];
        return Result.Of(NativeSetLimit(OpenFiles, limit));
    }

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static unsafe partial int NativeGetLimit(int resource, ulong* limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static unsafe partial int NativeSetLimit(int resource, ulong* limit);
}
