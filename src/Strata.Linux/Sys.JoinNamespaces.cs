using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// setns(2), for the calling thread. Of a pid namespace only children are in it, and while it is another one than the
    /// thread's own the thread can start no further threads.
    /// </summary>
    /// <param name="target">A file of /proc/PID/ns, or a pidfd.</param>
    /// <param name="kinds">Which: CLONE_NEW flags of clone(2).</param>
    public static Errno JoinNamespaces(FileFd target, ulong kinds) => Result.Of(NativeSetNs(target.Number, (int)kinds));

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int NativeSetNs(int target, int kinds);
}
