using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// openat2(2), always with O_CLOEXEC: the way into every tree that others wrote. With
    /// <see cref="ResolveFlags.InRoot"/> neither "..", absolute symlinks nor magic links leave <paramref name="root"/>.
    /// EAGAIN (a rename raced with "..") is retried.
    /// </summary>
    public static unsafe Errno OpenAt2(FileFd root, ReadOnlySpan<byte> path, OpenFlags flags, ResolveFlags resolve, out FileFd file, uint mode = 0)
    {
        const int NumberOpenAt2 = 437; // the same on every architecture
        file = default;
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        OpenHow how = new() { Flags = (ulong)(uint)(flags | OpenFlags.CloseOnExec), Mode = mode, Resolve = (ulong)resolve };
        fixed (byte* text = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            Errno error;
            do
            {
                error = Result.Of((int)NativeOpenAt2(NumberOpenAt2, root.Number, text, &how, (nuint)sizeof(OpenHow)), out file);
            }
            while (error is Errno.EINTR or Errno.EAGAIN);

            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static unsafe partial nint NativeOpenAt2(nint number, nint root, byte* path, OpenHow* how, nuint size);
}
