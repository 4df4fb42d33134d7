using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// chmod(2) of <paramref name="path"/> below <paramref name="directory"/>; a symlink at the end is followed. An empty
    /// path means what <paramref name="directory"/> is open on, O_PATH included.
    /// </summary>
    public static unsafe Errno ChmodAt(FileFd directory, ReadOnlySpan<byte> path, uint mode)
    {
        Span<byte> full = stackalloc byte[ProcFd.MaxLength(path)];
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        fixed (byte* text = ProcFd.Path(directory, path, full))
        {
            return Result.Of(NativeChmod(text, mode));
        }
    }

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true)]
    private static unsafe partial int NativeChmod(byte* path, uint mode);
}
