using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>symlinkat(2): makes <paramref name="path"/> a symlink to <paramref name="target"/>.</summary>
    public static unsafe Errno SymlinkAt(ReadOnlySpan<byte> target, FileFd directory, ReadOnlySpan<byte> path)
    {
        if (!PathText.Fits(target) || !PathText.Fits(path))
        {
            return PathText.Fits(target) ? PathText.Refusal(path) : PathText.Refusal(target);
        }

        fixed (byte* oldText = PathText.Terminate(target, stackalloc byte[target.Length + 1]))
        fixed (byte* newText = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            return Result.Of(NativeSymlinkAt(oldText, directory.Number, newText));
        }
    }

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true)]
    private static unsafe partial int NativeSymlinkAt(byte* target, int directory, byte* path);
}
