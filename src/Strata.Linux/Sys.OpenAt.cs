using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>openat(2), always with O_CLOEXEC.</summary>
    /// <param name="directory">Where a relative path starts.</param>
    /// <param name="path">The path, without a terminator.</param>
    /// <param name="flags">Access mode and flags.</param>
    /// <param name="file">The new descriptor; the caller owns it.</param>
    /// <param name="mode">Permissions of a file that is created.</param>
    public static unsafe Errno OpenAt(FileFd directory, ReadOnlySpan<byte> path, OpenFlags flags, out FileFd file, uint mode = 0)
    {
        file = default;
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        fixed (byte* text = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            Errno error;
            do
            {
                error = Result.Of(NativeOpenAt(directory.Number, text, (int)(flags | OpenFlags.CloseOnExec), mode), out file);
            }
            while (error == Errno.EINTR);

            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static unsafe partial int NativeOpenAt(int directory, byte* path, int flags, uint mode);
}
