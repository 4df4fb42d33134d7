using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>A cursor over the arguments of a request. Every bound is checked here, once; short input is an answer.</summary>
internal ref struct ArgumentReader(ReadOnlySpan<byte> rest)
{
    /// <summary>What was not read yet.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = rest;

    /// <summary>Takes a wire struct.</summary>
    public bool TryRead<T>(out T value)
        where T : unmanaged
    {
        bool fits = MemoryMarshal.TryRead(Rest, out value);
        Rest = fits ? Rest[Unsafe.SizeOf<T>()..] : default;
        return fits;
    }

    /// <summary>Takes a string up to its NUL.</summary>
    public bool TryReadString(out ReadOnlySpan<byte> text)
    {
        int end = Rest.IndexOf((byte)0);
        text = end < 0 ? default : Rest[..end];
        Rest = end < 0 ? default : Rest[(end + 1)..];
        return end >= 0;
    }

    /// <summary>
    /// Takes one component of a path: not empty, no slash (EINVAL), at most 255 bytes (ENAMETOOLONG: kernels from 6.14 on
    /// leave that limit to the file system).
    /// </summary>
    public bool TryReadName(out FileName name, out Errno error)
    {
        bool read = TryReadString(out ReadOnlySpan<byte> text) && !text.IsEmpty && !text.Contains((byte)'/');
        error = !read ? Errno.EINVAL : text.Length > FileName.MaxLength ? Errno.ENAMETOOLONG : Errno.Ok;
        name = new FileName(error == Errno.Ok ? text : default);
        return error == Errno.Ok;
    }

    /// <summary>Takes <paramref name="length"/> bytes.</summary>
    public bool TryReadBytes(uint length, out ReadOnlySpan<byte> bytes)
    {
        bool fits = length <= (uint)Rest.Length;
        bytes = fits ? Rest[..(int)length] : default;
        Rest = fits ? Rest[(int)length..] : default;
        return fits;
    }
}
