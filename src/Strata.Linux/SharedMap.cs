using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>
/// The first bytes of a file mapped shared, mmap(2) with MAP_SHARED: what is written is the file's content at once.
/// Copies in and out rather than giving spans, so that a fault on a page never happens outside this class.
/// </summary>
public sealed unsafe partial class SharedMap : IDisposable
{
    private byte* start;
    private readonly int length;

    private SharedMap(byte* start, int length)
    {
        this.start = start;
        this.length = length;
    }

    /// <summary>Maps <paramref name="length"/> bytes of <paramref name="file"/>, which may be closed afterwards.</summary>
    /// <param name="file">The file, open for reading, and for writing where <paramref name="writable"/>.</param>
    /// <param name="length">Bytes; touching a page behind the file's end would raise SIGBUS, so the file must be that long.</param>
    /// <param name="writable">Whether <see cref="Write"/> will be called.</param>
    /// <param name="map">The mapping.</param>
    public static Errno Map(FileFd file, int length, bool writable, out SharedMap? map)
    {
        const int ProtRead = 1;
        const int ProtWrite = 2;
        const int MapShared = 1;
        map = null;
        byte* start = NativeMMap(null, (nuint)length, ProtRead | (writable ? ProtWrite : 0), MapShared, file.Number, 0);
        if (start == (byte*)-1)
        {
            return Result.Last();
        }

        map = new SharedMap(start, length);
        return Errno.Ok;
    }

    /// <summary>Copies bytes into the file.</summary>
    public void Write(int offset, ReadOnlySpan<byte> bytes) => bytes.CopyTo(Range(offset, bytes.Length));

    /// <summary>Copies bytes out of the file.</summary>
    public void Read(int offset, Span<byte> bytes) => Range(offset, bytes.Length).CopyTo(bytes);

    /// <summary>msync(2) with MS_SYNC.</summary>
    public Errno Sync() => Result.Of(NativeMSync(start, (nuint)length, 4));

    /// <summary>munmap(2).</summary>
    public void Dispose()
    {
        if (start is not null)
        {
            _ = NativeMUnmap(start, (nuint)length);
            start = null;
        }
    }

    private Span<byte> Range(int offset, int count)
    {
        ObjectDisposedException.ThrowIf(start is null, this);
        return new Span<byte>(start, length).Slice(offset, count);
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* NativeMMap(byte* address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int NativeMUnmap(byte* address, nuint length);

    [LibraryImport("libc", EntryPoint = "msync", SetLastError = true)]
    private static partial int NativeMSync(byte* address, nuint length, int flags);
}
