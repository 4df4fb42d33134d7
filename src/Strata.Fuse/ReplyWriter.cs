using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>A reply while it is built: the body behind the header's place.</summary>
internal ref struct ReplyWriter(Span<byte> body)
{
    private readonly Span<byte> body = body;

    /// <summary>Bytes of the body so far.</summary>
    public int Length { get; private set; }

    /// <summary>Appends a wire struct and gives its place; all of its fields must be set.</summary>
    public ref T Append<T>()
        where T : unmanaged
    {
        ref T place = ref MemoryMarshal.AsRef<T>(body[Length..]);
        Length += Unsafe.SizeOf<T>();
        return ref place;
    }

    /// <summary>The next <paramref name="size"/> bytes, to be filled and then counted by <see cref="Advance"/>.</summary>
    public readonly Span<byte> Room(uint size) => body.Slice(Length, (int)Math.Min(size, (uint)(body.Length - Length)));

    /// <summary>Counts bytes that were written into <see cref="Room"/>.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, body.Length - Length);
        Length += count;
    }

    /// <summary>Takes everything back.</summary>
    public void Clear() => Length = 0;
}
