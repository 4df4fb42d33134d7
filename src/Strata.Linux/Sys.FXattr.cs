using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>fgetxattr(2). An empty <paramref name="value"/> only asks for the length. ENODATA: no such attribute.</summary>
    public static unsafe Errno FGetXattr(FileFd file, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        length = 0;
        if (name.Length > FileName.MaxLength)
        {
            return Errno.ERANGE;
        }

        fixed (byte* text = PathText.Terminate(name, stackalloc byte[name.Length + 1]))
        fixed (byte* into = value)
        {
            Errno error = Result.Of(NativeFGetXattr(file.Number, text, into, (nuint)value.Length), out long count);
            length = (int)Math.Max(count, 0);
            return error;
        }
    }

    /// <summary>fsetxattr(2). <paramref name="flags"/>: 0, XATTR_CREATE 1 or XATTR_REPLACE 2.</summary>
    public static unsafe Errno FSetXattr(FileFd file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int flags = 0)
    {
        if (name.Length > FileName.MaxLength)
        {
            return Errno.ERANGE;
        }

        fixed (byte* text = PathText.Terminate(name, stackalloc byte[name.Length + 1]))
        fixed (byte* from = value)
        {
            return Result.Of(NativeFSetXattr(file.Number, text, from, (nuint)value.Length, flags));
        }
    }

    /// <summary>fremovexattr(2).</summary>
    public static unsafe Errno FRemoveXattr(FileFd file, ReadOnlySpan<byte> name)
    {
        if (name.Length > FileName.MaxLength)
        {
            return Errno.ERANGE;
        }

        fixed (byte* text = PathText.Terminate(name, stackalloc byte[name.Length + 1]))
        {
            return Result.Of(NativeFRemoveXattr(file.Number, text));
        }
    }

    /// <summary>flistxattr(2): names, each ended by NUL. An empty <paramref name="names"/> only asks for the length.</summary>
    public static unsafe Errno FListXattr(FileFd file, Span<byte> names, out int length)
    {
        fixed (byte* into = names)
        {
            Errno error = Result.Of(NativeFListXattr(file.Number, into, (nuint)names.Length), out long count);
            length = (int)Math.Max(count, 0);
            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "fgetxattr", SetLastError = true)]
    private static unsafe partial nint NativeFGetXattr(int file, byte* name, byte* value, nuint size);

    [LibraryImport("libc", EntryPoint = "fsetxattr", SetLastError = true)]
    private static unsafe partial int NativeFSetXattr(int file, byte* name, byte* value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "fremovexattr", SetLastError = true)]
    private static unsafe partial int NativeFRemoveXattr(int file, byte* name);

    [LibraryImport("libc", EntryPoint = "flistxattr", SetLastError = true)]
    private static unsafe partial nint NativeFListXattr(int file, byte* names, nuint size);
}
