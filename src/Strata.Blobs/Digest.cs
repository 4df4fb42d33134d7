using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Blobs;

/// <summary>A SHA-256 digest: 32 bytes, as a value. The OCI image specification writes it <c>sha256:</c> and 64 lower-case hex digits.</summary>
[InlineArray(Size)]
public struct Digest : IEquatable<Digest>
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = 32;

    /// <summary>Characters of its hexadecimal form.</summary>
    public const int HexLength = 64;

    private const string Prefix = "sha256:";

    private byte first;

    /// <summary>The 32 bytes.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => this;

    /// <summary>The 64 lower-case hexadecimal digits.</summary>
    public readonly string Hex => Convert.ToHexStringLower(Bytes);

    /// <summary>Takes 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are not 32 of them.</exception>
    public static Digest FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"a SHA-256 digest has {Size} bytes, not {bytes.Length}", nameof(bytes));
        }

        Digest digest = default;
        bytes.CopyTo(digest);
        return digest;
    }

    /// <summary>The digest of <paramref name="content"/>.</summary>
    public static Digest Of(ReadOnlySpan<byte> content)
    {
        const int Short = 16 << 10;
        Digest digest = default;
        if (content.Length <= Short)
        {
            SmallSha256.Hash(content, digest);
        }
        else
        {
            SHA256.HashData(content, digest);
        }

        return digest;
    }

    /// <summary>Reads <c>sha256:</c> and 64 lower-case hexadecimal digits; everything else is refused.</summary>
    public static bool TryParse(string? text, out Digest digest)
    {
        digest = default;
        return text is not null
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && TryParseHex(text.AsSpan(Prefix.Length), out digest);
    }

    /// <summary>Reads 64 lower-case hexadecimal digits.</summary>
    public static bool TryParseHex(ReadOnlySpan<char> hex, out Digest digest)
    {
        digest = default;
        return hex.Length == HexLength
            && !hex.ContainsAnyExcept("0123456789abcdef")
            && Convert.FromHexString(hex, digest, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    /// <summary>Writes the 64 hexadecimal digits as ASCII.</summary>
    public readonly void WriteHex(Span<byte> hex) => Encoding.ASCII.GetBytes(Hex, hex);

    /// <inheritdoc/>
    public readonly bool Equals(Digest other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Digest other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => MemoryMarshal.Read<int>(Bytes);

    /// <summary>The form of the OCI image specification: <c>sha256:</c> and hexadecimal digits.</summary>
    public override readonly string ToString() => Prefix + Hex;

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);
}
