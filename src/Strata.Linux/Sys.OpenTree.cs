using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    private const int NumberOpenTree = 428; // the same on every architecture
    private const uint CloneCloseOnExec = 1 | 0x80000; // OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC

    /// <summary>
    /// open_tree(2) with OPEN_TREE_CLONE: a mount of the directory <paramref name="place"/> alone, without what is mounted in
    /// it, in no tree. It is like its original, and ends with its last descriptor. EPERM: no CAP_SYS_ADMIN; EINVAL: the
    /// original is in no tree of this mount namespace, or hides what its owner's namespace mounted over.
    /// </summary>
    /// <param name="place">A directory; O_PATH is enough.</param>
    /// <param name="mount">The mount, as O_PATH has it: directories in it can be opened below it.</param>
    public static unsafe Errno CloneMount(FileFd place, out FileFd mount)
    {
        byte nothing = 0;
        return Result.Of((int)NativeOpenTree(NumberOpenTree, place.Number, &nothing, EmptyPath | CloneCloseOnExec), out mount);
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static unsafe partial nint NativeOpenTree(nint number, nint directory, byte* path, nuint flags);
}
