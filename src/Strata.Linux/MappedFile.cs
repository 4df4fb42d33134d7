using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>
/// A whole file mapped privately and read-only, mmap(2). The file must not shrink while it is mapped: Strata maps only
/// files that are never changed after their publication.
/// </summary>
public sealed unsafe partial class MappedFile : IDisposable
{
    private byte* start;

    private MappedFile(byte* start, long length)
    {
        this.start = start;
        Length = length;
    }

    /// <summary>Bytes mapped.</summary>
    public long Length { get; }

    /// <summary>Maps all of <paramref name="file"/>, which may be closed afterwards. An empty file is EINVAL.</summary>
    public static Errno Map(FileFd file, out MappedFile? map)
    {
        const int ProtRead = 1;
        const int MapPrivate = 2;
        map = null;
        Errno error = Sys.FStat(file, out FileStat stat);
        if (error != Errno.Ok)
        {
            return error;
        }

        byte* start = NativeMMap(null, (nuint)stat.Size, ProtRead, MapPrivate, file.Number, 0);
        if (start == (byte*)-1)
        {
            return Result.Last();
        }

        map = new MappedFile(start, (long)stat.Size);
        return Errno.Ok;
    }

    /// <summary>A piece of the file; the range is checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the file.</exception>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        ObjectDisposedException.ThrowIf(start is null, this);
        return new ReadOnlySpan<byte>(start + offset, length);
    }

    /// <summary>munmap(2). No span of it may be used afterwards.</summary>
    public void Dispose()
    {
        if (start is not null)
        {
            _ = NativeMUnmap(start, (nuint)Length);
            start = null;
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* NativeMMap(byte* address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int NativeMUnmap(byte* address, nuint length);
}
