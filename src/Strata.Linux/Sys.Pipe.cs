using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>pipe2(2) with O_CLOEXEC.</summary>
    public static unsafe Errno Pipe(out FileFd reader, out FileFd writer)
    {
        const int CloseOnExec = 0x80000;
        int* ends = stackalloc int[2];
        Errno error = Result.Of(NativePipe(ends, CloseOnExec));
        reader = error == Errno.Ok ? FileFd.FromNumber(ends[0]) : default;
        writer = error == Errno.Ok ? FileFd.FromNumber(ends[1]) : default;
        return error;
    }

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static unsafe partial int NativePipe(int* ends, int flags);
}
