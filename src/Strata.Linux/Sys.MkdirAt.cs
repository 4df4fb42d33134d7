using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>mkdirat(2). The mode is subject to the umask, which Strata sets to 0 at its start.</summary>
    public static unsafe Errno MkdirAt(FileFd directory, ReadOnlySpan<byte> path, uint mode)
    {
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        fixed (byte* text = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            return Result.Of(NativeMkdirAt(directory.Number, text, mode));
        }
    }

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    private static unsafe partial int NativeMkdirAt(int directory, byte* path, uint mode);
}
