using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    private const int NumberMoveMount = 429; // the same on every architecture
    private const uint MoveBothByDescriptor = 0x4 | 0x40; // MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH

    /// <summary>move_mount(2), both ends by descriptor: puts <paramref name="mount"/> on the directory <paramref name="target"/>, on top of what is mounted there.</summary>
    public static unsafe Errno MoveMount(FileFd mount, FileFd target)
    {
        byte nothing = 0;
        return Result.Of((int)NativeMoveMount(NumberMoveMount, mount.Number, &nothing, target.Number, &nothing, MoveBothByDescriptor));
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static unsafe partial nint NativeMoveMount(nint number, nint mount, byte* mountPath, nint target, byte* targetPath, nuint flags);
}
