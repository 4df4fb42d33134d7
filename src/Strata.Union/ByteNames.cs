using System.Diagnostics.CodeAnalysis;

namespace Strata.Union;

/// <summary>Names compared byte by byte.</summary>
internal sealed class ByteNames : IEqualityComparer<byte[]>
{
    internal static ByteNames Comparer { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode([DisallowNull] byte[] obj)
    {
        HashCode hash = default;
        hash.AddBytes(obj);
        return hash.ToHashCode();
    }
}
