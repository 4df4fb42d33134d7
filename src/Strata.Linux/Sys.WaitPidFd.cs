using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// waitid(2) on a pidfd, also for children that send no signal; reaps the child. ECHILD where someone else did.
    /// </summary>
    /// <param name="pidFd">A child of this process.</param>
    /// <param name="block">Wait for its end; else EAGAIN while it runs.</param>
    /// <param name="exitCode">What it gave to exit(2), or 0.</param>
    /// <param name="signal">The signal that ended it, or 0.</param>
    public static unsafe Errno WaitPidFd(FileFd pidFd, bool block, out int exitCode, out int signal)
    {
        const int ByPidFd = 3; // P_PIDFD
        const int Exited = 4; // WEXITED
        const int NoHang = 1; // WNOHANG
        const int AnyKind = 0x40000000; // __WALL
        const int CodeExited = 1; // CLD_EXITED

        // siginfo_t, 128 bytes: signo, errno, code, padding, pid, uid, status.
        int* info = stackalloc int[32];
        new Span<int>(info, 32).Clear();
        exitCode = 0;
        signal = 0;
        Errno error;
        do
        {
            error = Result.Of(NativeWaitId(ByPidFd, (uint)pidFd.Number, info, Exited | AnyKind | (block ? 0 : NoHang)));
        }
        while (error == Errno.EINTR);

        if (error != Errno.Ok)
        {
            return error;
        }

        if (info[4] == 0)
        {
            return Errno.EAGAIN;
        }

        exitCode = info[2] == CodeExited ? info[6] : 0;
        signal = info[2] == CodeExited ? 0 : info[6];
        return Errno.Ok;
    }

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static unsafe partial int NativeWaitId(int kind, uint id, int* info, int options);
}
