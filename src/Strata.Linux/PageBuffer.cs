using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>
/// Page-aligned memory outside the garbage collector's heap, mmap(2). Pages cost nothing before they are touched.
/// </summary>
public sealed unsafe partial class PageBuffer : IDisposable
{
    private byte* start;

    /// <summary>Maps <paramref name="length"/> bytes, rounded up to whole pages by the kernel.</summary>
    /// <exception cref="LinuxException">No memory.</exception>
    public PageBuffer(int length)
    {
        const int ReadWrite = 3; // PROT_READ | PROT_WRITE
        const int PrivateAnonymous = 0x22; // MAP_PRIVATE | MAP_ANONYMOUS
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        byte* mapped = NativePageMap(null, (nuint)length, ReadWrite, PrivateAnonymous, -1, 0);
        if (mapped == (byte*)-1)
        {
            throw new LinuxException(Result.Last(), $"mmap({length})");
        }

        start = mapped;
        Length = length;
    }

    /// <summary>Bytes.</summary>
    public int Length { get; }

    /// <summary>All of it; valid until <see cref="Dispose"/>.</summary>
    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(start is null, this);
            return new Span<byte>(start, Length);
        }
    }

    /// <summary>munmap(2). No span of it may be used afterwards.</summary>
    public void Dispose()
    {
        if (start is not null)
        {
            _ = NativePageUnmap(start, (nuint)Length);
            start = null;
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* NativePageMap(byte* address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int NativePageUnmap(byte* address, nuint length);
}
