using Strata.Linux;

namespace Strata.Images;

/// <summary>Bytes that were read from a stream already, and then the rest of it.</summary>
/// <param name="start">The bytes.</param>
/// <param name="rest">The stream; not disposed.</param>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> start, Stream rest) : ForwardStream
{
    private ReadOnlyMemory<byte> start = start;

    public override int Read(Span<byte> buffer)
    {
        if (start.IsEmpty)
        {
            return rest.Read(buffer);
        }

        int count = Math.Min(buffer.Length, start.Length);
        start.Span[..count].CopyTo(buffer);
        start = start[count..];
        return count;
    }
}
