using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// unshare(2) of the mount namespace, for the calling thread: mounts that it and its children make from now on are seen
    /// by nobody else, and end with them. The kernel lets a thread among others do it (it implies CLONE_FS).
    /// </summary>
    public static Errno UnshareMounts()
    {
        const int NewMountNamespace = 0x20000;
        return Result.Of(NativeUnshare(NewMountNamespace));
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int NativeUnshare(int flags);
}
