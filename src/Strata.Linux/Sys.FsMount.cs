using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    private const int NumberFsMount = 432; // the same on every architecture
    private const uint FsMountCloseOnExec = 1;

    /// <summary>
    /// fsmount(2) with FSMOUNT_CLOEXEC: a mount of what <see cref="FsCreate"/> made, in no tree: it ends with the last
    /// descriptor of it, unless <see cref="MoveMount"/> puts it into a tree before.
    /// </summary>
    public static Errno FsMount(FileFd context, MountAttributes attributes, out FileFd mount)
    {
        return Result.Of((int)NativeFsMount(NumberFsMount, context.Number, FsMountCloseOnExec, (nuint)(ulong)attributes), out mount);
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint NativeFsMount(nint number, nint context, nuint flags, nuint attributes);
}
