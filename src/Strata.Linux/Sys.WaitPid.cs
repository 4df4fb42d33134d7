using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>waitpid(2) for the end of one child. <paramref name="status"/> is as wait(2) has it.</summary>
    /// <param name="pid">The child.</param>
    /// <param name="block">Whether to wait; otherwise <paramref name="ended"/> tells.</param>
    /// <param name="ended">Whether it has ended, and its entry is gone now.</param>
    /// <param name="status">How it ended.</param>
    public static unsafe Errno WaitPid(int pid, bool block, out bool ended, out int status)
    {
        const int NoHang = 1;
        int how = 0;
        Errno error;
        long returned;
        do
        {
            error = Result.Of(NativeWaitPid(pid, &how, block ? 0 : NoHang), out returned);
        }
        while (error == Errno.EINTR);

        ended = returned > 0;
        status = how;
        return error;
    }

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static unsafe partial int NativeWaitPid(int pid, int* status, int options);
}
