using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>
/// Zeroed memory outside the garbage collector's reach, at a fixed address: what a child of <see cref="ChildStub"/> reads
/// and writes. Addresses are numbers, every access is checked.
/// </summary>
public sealed unsafe partial class ChildMemory : IDisposable
{
    private byte* start;

    /// <summary>Maps at least <paramref name="size"/> bytes, mmap(2).</summary>
    public ChildMemory(int size)
    {
        const int ProtReadWrite = 3;
        const int PrivateAnonymous = 0x22;
        int page = Environment.SystemPageSize;
        Size = (size + page - 1) / page * page;
        void* mapped = NativeMap(null, (nuint)Size, ProtReadWrite, PrivateAnonymous, -1, 0);
        if ((nint)mapped == -1)
        {
            throw new LinuxException(Result.Last(), $"mmap({Size})");
        }

        start = (byte*)mapped;
    }

    /// <summary>Address of the first byte.</summary>
    public ulong Address => (ulong)start;

    /// <summary>Bytes mapped, a multiple of the page size.</summary>
    public int Size { get; }

    /// <summary>Copies bytes to an address.</summary>
    public void Write(ulong address, ReadOnlySpan<byte> bytes) => bytes.CopyTo(Range(address, bytes.Length));

    /// <summary>Writes a 64-bit word.</summary>
    public void WriteWord(ulong address, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Range(address, 8), value);

    /// <summary>Reads a 64-bit word.</summary>
    public ulong ReadWord(ulong address) => BinaryPrimitives.ReadUInt64LittleEndian(Range(address, 8));

    /// <summary>The bytes at an address; valid until <see cref="Dispose"/>.</summary>
    public Span<byte> Range(ulong address, int length)
    {
        CheckRange(address, length);
        return new Span<byte>((byte*)address, length);
    }

    /// <summary>munmap(2). The child must have run its execve or be gone.</summary>
    public void Dispose()
    {
        if (start != null)
        {
            NativeUnmap(start, (nuint)Size);
            start = null;
        }
    }

    internal void CheckRange(ulong address, int length)
    {
        ObjectDisposedException.ThrowIf(start == null, this);
        if (address < Address || length < 0 || address - Address > (ulong)(Size - length))
        {
            throw new ArgumentOutOfRangeException(nameof(address));
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* NativeMap(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int NativeUnmap(void* address, nuint length);
}
