using System.Diagnostics.CodeAnalysis;

namespace Strata.Union;

/// <summary>Names and paths compared byte by byte.</summary>
public sealed class ByteNames : IEqualityComparer<byte[]>
{
    private ByteNames()
    {
    }

    /// <summary>The one there is.</summary>
    public static ByteNames Comparer { get; } = new();

    /// <inheritdoc/>
    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] byte[] obj)
    {
        HashCode hash = default;
        hash.AddBytes(obj);
        return hash.ToHashCode();
    }
}
