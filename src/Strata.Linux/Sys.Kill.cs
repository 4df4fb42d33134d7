using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>kill(2). Signal 0 only asks whether the process is there.</summary>
    public static Errno Kill(int pid, int signal) => Result.Of(NativeKill(pid, signal));

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int NativeKill(int pid, int signal);
}
