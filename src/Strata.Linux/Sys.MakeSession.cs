using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>setsid(2): a session and a process group of its own, without a terminal. EPERM: it leads a group already.</summary>
    public static Errno MakeSession() => Result.Of(NativeSetSid());

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int NativeSetSid();
}
