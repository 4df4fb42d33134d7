using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>pidfd_open(2): a descriptor that stands for a process and is readable once it has ended. Always CLOEXEC.</summary>
    public static Errno PidFdOpen(int pid, out FileFd process)
    {
        const int NumberPidFdOpen = 434; // the same on every architecture
        return Result.Of((int)NativePidFdOpen(NumberPidFdOpen, pid, 0), out process);
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint NativePidFdOpen(nint number, nint pid, nint flags);
}
