using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    // No *xattrat(2) before Linux 6.13: a name below a descriptor is reached through /proc/self/fd, and an empty
    // path means what the descriptor is open on, O_PATH included.

    /// <summary>lgetxattr(2) of <paramref name="path"/> below <paramref name="directory"/>.</summary>
    public static unsafe Errno LGetXattr(FileFd directory, ReadOnlySpan<byte> path, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        length = 0;
        Span<byte> full = stackalloc byte[ProcFd.MaxLength(path)];
        if (!PathText.Fits(path) || name.Length > FileName.MaxLength)
        {
            return PathText.Fits(path) ? Errno.ERANGE : PathText.Refusal(path);
        }

        fixed (byte* text = ProcFd.Path(directory, path, full))
        fixed (byte* attribute = PathText.Terminate(name, stackalloc byte[name.Length + 1]))
        fixed (byte* into = value)
        {
            long count = path.IsEmpty
                ? NativeGetXattr(text, attribute, into, (nuint)value.Length)
                : NativeLGetXattr(text, attribute, into, (nuint)value.Length);
            Errno error = Result.Of(count);
            length = (int)Math.Max(count, 0);
            return error;
        }
    }

    /// <summary>lsetxattr(2) of <paramref name="path"/> below <paramref name="directory"/>. <paramref name="flags"/>: 0, XATTR_CREATE 1 or XATTR_REPLACE 2.</summary>
    public static unsafe Errno LSetXattr(FileFd directory, ReadOnlySpan<byte> path, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int flags = 0)
    {
        Span<byte> full = stackalloc byte[ProcFd.MaxLength(path)];
        if (!PathText.Fits(path) || name.Length > FileName.MaxLength)
        {
            return PathText.Fits(path) ? Errno.ERANGE : PathText.Refusal(path);
        }

        fixed (byte* text = ProcFd.Path(directory, path, full))
        fixed (byte* attribute = PathText.Terminate(name, stackalloc byte[name.Length + 1]))
        fixed (byte* from = value)
        {
            return Result.Of(path.IsEmpty
                ? NativeSetXattr(text, attribute, from, (nuint)value.Length, flags)
                : NativeLSetXattr(text, attribute, from, (nuint)value.Length, flags));
        }
    }

    /// <summary>lremovexattr(2) of <paramref name="path"/> below <paramref name="directory"/>.</summary>
    public static unsafe Errno LRemoveXattr(FileFd directory, ReadOnlySpan<byte> path, ReadOnlySpan<byte> name)
    {
        Span<byte> full = stackalloc byte[ProcFd.MaxLength(path)];
        if (!PathText.Fits(path) || name.Length > FileName.MaxLength)
        {
            return PathText.Fits(path) ? Errno.ERANGE : PathText.Refusal(path);
        }

        fixed (byte* text = ProcFd.Path(directory, path, full))
        fixed (byte* attribute = PathText.Terminate(name, stackalloc byte[name.Length + 1]))
        {
            return Result.Of(path.IsEmpty ? NativeRemoveXattr(text, attribute) : NativeLRemoveXattr(text, attribute));
        }
    }

    /// <summary>llistxattr(2) of <paramref name="path"/> below <paramref name="directory"/>: names, each ended by NUL.</summary>
    public static unsafe Errno LListXattr(FileFd directory, ReadOnlySpan<byte> path, Span<byte> names, out int length)
    {
        length = 0;
        Span<byte> full = stackalloc byte[ProcFd.MaxLength(path)];
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        fixed (byte* text = ProcFd.Path(directory, path, full))
        fixed (byte* into = names)
        {
            long count = path.IsEmpty
                ? NativeListXattr(text, into, (nuint)names.Length)
                : NativeLListXattr(text, into, (nuint)names.Length);
            Errno error = Result.Of(count);
            length = (int)Math.Max(count, 0);
            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "getxattr", SetLastError = true)]
    private static unsafe partial nint NativeGetXattr(byte* path, byte* name, byte* value, nuint size);

    [LibraryImport("libc", EntryPoint = "setxattr", SetLastError = true)]
    private static unsafe partial int NativeSetXattr(byte* path, byte* name, byte* value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "removexattr", SetLastError = true)]
    private static unsafe partial int NativeRemoveXattr(byte* path, byte* name);

    [LibraryImport("libc", EntryPoint = "listxattr", SetLastError = true)]
    private static unsafe partial nint NativeListXattr(byte* path, byte* names, nuint size);

    [LibraryImport("libc", EntryPoint = "lgetxattr", SetLastError = true)]
    private static unsafe partial nint NativeLGetXattr(byte* path, byte* name, byte* value, nuint size);

    [LibraryImport("libc", EntryPoint = "lsetxattr", SetLastError = true)]
    private static unsafe partial int NativeLSetXattr(byte* path, byte* name, byte* value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "lremovexattr", SetLastError = true)]
    private static unsafe partial int NativeLRemoveXattr(byte* path, byte* name);

    [LibraryImport("libc", EntryPoint = "llistxattr", SetLastError = true)]
    private static unsafe partial nint NativeLListXattr(byte* path, byte* names, nuint size);
}
