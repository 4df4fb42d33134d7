using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>pidfd_send_signal(2): never reaches another process that got the same number. ESRCH once it is reaped.</summary>
    public static Errno SignalPidFd(FileFd pidFd, int signal)
    {
        const int NumberPidFdSendSignal = 424; // the same on every architecture
        return Result.Of((long)NativePidFdSendSignal(NumberPidFdSendSignal, pidFd.Number, signal, 0, 0));
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint NativePidFdSendSignal(nint number, nint pidFd, nint signal, nint info, nint flags);
}
