using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>truncate(2) of <paramref name="path"/> below <paramref name="directory"/>; a symlink at the end is followed.</summary>
    public static unsafe Errno TruncateAt(FileFd directory, ReadOnlySpan<byte> path, long size)
    {
        Span<byte> full = stackalloc byte[ProcFd.MaxLength(path)];
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        fixed (byte* text = ProcFd.Path(directory, path, full))
        {
            Errno error;
            do
            {
                error = Result.Of(NativeTruncate(text, size));
            }
            while (error == Errno.EINTR);

            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "truncate", SetLastError = true)]
    private static unsafe partial int NativeTruncate(byte* path, long size);
}
