using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>renameat2(2).</summary>
    public static unsafe Errno RenameAt(FileFd oldDirectory, ReadOnlySpan<byte> oldPath, FileFd newDirectory, ReadOnlySpan<byte> newPath, RenameFlags flags = RenameFlags.None)
    {
        if (!PathText.Fits(oldPath) || !PathText.Fits(newPath))
        {
            return PathText.Fits(oldPath) ? PathText.Refusal(newPath) : PathText.Refusal(oldPath);
        }

        fixed (byte* oldText = PathText.Terminate(oldPath, stackalloc byte[oldPath.Length + 1]))
        fixed (byte* newText = PathText.Terminate(newPath, stackalloc byte[newPath.Length + 1]))
        {
            return Result.Of(NativeRenameAt(oldDirectory.Number, oldText, newDirectory.Number, newText, (uint)flags));
        }
    }

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    private static unsafe partial int NativeRenameAt(int oldDirectory, byte* oldPath, int newDirectory, byte* newPath, uint flags);
}
