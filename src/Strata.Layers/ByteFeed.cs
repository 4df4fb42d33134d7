namespace Strata.Layers;

/// <summary>
/// Bytes that come in pieces, taken from the front: as spans into the pieces where they lie in one, copied together
/// where they do not. A span is valid until the next call.
/// </summary>
internal abstract class ByteFeed
{
    /// <summary>The most bytes that one <see cref="TryTake"/> gives.</summary>
    public const int MaxTake = 1 << 20;

    private ReadOnlyMemory<byte> piece;
    private byte[] joined = [];
    private int lastShort;

    /// <summary>Bytes taken so far.</summary>
    public long Taken { get; private set; }

    /// <summary>Whether nothing more comes.</summary>
    public bool IsAtEnd => piece.IsEmpty && !Advance();

    /// <summary>What a <see cref="TryTake"/> that found too little at the end took. Valid until the next call.</summary>
    public ReadOnlySpan<byte> LastShort => joined.AsSpan(0, lastShort);

    /// <summary>Takes exactly <paramref name="count"/> bytes, at most <see cref="MaxTake"/>; false where fewer are left, which are then gone.</summary>
    public bool TryTake(int count, out ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxTake);
        if (piece.Length >= count || (piece.IsEmpty && Advance() && piece.Length >= count))
        {
            bytes = piece.Span[..count];
            piece = piece[count..];
            Taken += count;
            return true;
        }

        return TryJoin(count, out bytes);
    }

    /// <summary>Takes what comes next, at most <paramref name="limit"/> bytes; empty at the end.</summary>
    public ReadOnlySpan<byte> TakeSome(long limit)
    {
        if (IsAtEnd)
        {
            return default;
        }

        int count = (int)Math.Min(piece.Length, limit);
        ReadOnlySpan<byte> bytes = piece.Span[..count];
        piece = piece[count..];
        Taken += count;
        return bytes;
    }

    /// <summary>The next piece, not empty; the one before may be reused by now. False at the end.</summary>
    protected abstract bool Next(out ReadOnlyMemory<byte> next);

    private bool TryJoin(int count, out ReadOnlySpan<byte> bytes)
    {
        if (joined.Length < count)
        {
            joined = new byte[Math.Max(count, 4096)];
        }

        int filled = 0;
        while (filled < count && !IsAtEnd)
        {
            ReadOnlySpan<byte> part = TakeSome(count - filled);
            part.CopyTo(joined.AsSpan(filled));
            filled += part.Length;
        }

        bytes = joined.AsSpan(0, filled);
        lastShort = filled < count ? filled : 0;
        return filled == count;
    }

    private bool Advance() => Next(out piece);
}
