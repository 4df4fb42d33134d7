using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>linkat(2): a second name for a file; a symlink is linked itself, not what it points to.</summary>
    public static unsafe Errno LinkAt(FileFd oldDirectory, ReadOnlySpan<byte> oldPath, FileFd newDirectory, ReadOnlySpan<byte> newPath)
    {
        if (!PathText.Fits(oldPath) || !PathText.Fits(newPath))
        {
            return PathText.Fits(oldPath) ? PathText.Refusal(newPath) : PathText.Refusal(oldPath);
        }

        fixed (byte* oldText = PathText.Terminate(oldPath, stackalloc byte[oldPath.Length + 1]))
        fixed (byte* newText = PathText.Terminate(newPath, stackalloc byte[newPath.Length + 1]))
        {
            return Result.Of(NativeLinkAt(oldDirectory.Number, oldText, newDirectory.Number, newText, 0));
        }
    }

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    private static unsafe partial int NativeLinkAt(int oldDirectory, byte* oldPath, int newDirectory, byte* newPath, int flags);
}
