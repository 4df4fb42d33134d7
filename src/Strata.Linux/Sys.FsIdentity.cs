using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// setfsgid(2) and setfsuid(2): who this thread is when it touches files. Leaving uid 0 drops the capabilities that
    /// concern files from the thread's effective set, returning to 0 gives them back (capabilities(7)).
    /// </summary>
    /// <returns>Whether both took effect; the calls themselves report no error.</returns>
    public static bool SetFsIdentity(uint uid, uint gid)
    {
        // The group first: it needs a capability that a new user no longer has; and back in the other order.
        if (uid == 0)
        {
            _ = NativeSetFsUid(uid);
            _ = NativeSetFsGid(gid);
        }
        else
        {
            _ = NativeSetFsGid(gid);
            _ = NativeSetFsUid(uid);
        }

        return NativeSetFsUid(uint.MaxValue) == (int)uid && NativeSetFsGid(uint.MaxValue) == (int)gid;
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int NativeSetFsUid(uint uid);

    [LibraryImport("libc", EntryPoint = "setfsgid")]
    private static partial int NativeSetFsGid(uint gid);
}
