using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Strata.Layers;

/// <summary>
/// One header block of a tar, 512 bytes: the fields of v7, POSIX ustar and GNU tar as they lie there. See the
/// POSIX description of pax, "ustar Interchange Format", and GNU tar's manual, "Basic Tar Format".
/// </summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    /// <summary>Bytes of a block: headers are one, contents are padded to whole ones.</summary>
    public const int BlockSize = 512;

    private readonly ReadOnlySpan<byte> block = block;

    public byte TypeFlag => block[156];

    public ReadOnlySpan<byte> Name => Text(0, 100);

    public ReadOnlySpan<byte> LinkName => Text(157, 100);

    /// <summary>What comes before the name and a slash: 155 bytes in POSIX archives, 131 in star's, none in GNU's and v7's.</summary>
    public ReadOnlySpan<byte> Prefix => !IsUstar ? default : block[508..].SequenceEqual("tar\0"u8) ? Text(345, 131) : Text(345, 155);

    public bool IsAllZero => !block.ContainsAnyExcept((byte)0);

    private bool IsUstar => block.Slice(257, 6).SequenceEqual("ustar\0"u8);

    public bool TryGetMode(out long value) => TryNumber(100, 8, out value);

    public bool TryGetUid(out long value) => TryNumber(108, 8, out value);

    public bool TryGetGid(out long value) => TryNumber(116, 8, out value);

    public bool TryGetSize(out long value) => TryNumber(124, 12, out value);

    public bool TryGetModified(out long value) => TryNumber(136, 12, out value);

    public bool TryGetMajor(out long value) => TryNumber(329, 8, out value);

    public bool TryGetMinor(out long value) => TryNumber(337, 8, out value);

    /// <summary>Whether the checksum is right: the sum of all bytes with the field itself as blanks. Old programs summed signed bytes.</summary>
    public bool HasValidChecksum()
    {
        if (!TryNumber(148, 8, out long expected))
        {
            return false;
        }

        ReadOnlySpan<byte> field = block.Slice(148, 8);
        return expected == UnsignedSum(block) - UnsignedSum(field) + (8 * ' ') || expected == SignedSum(block) - SignedSum(field) + (8 * ' ');
    }

    // Eight bytes at once, as four sums of 16 bits: 64 words of at most 510 each fit.
    private static long UnsignedSum(ReadOnlySpan<byte> bytes)
    {
        const ulong Even = 0x00ff00ff00ff00ff;
        ulong sums = 0;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            sums += (word & Even) + ((word >> 8) & Even);
        }

        return (long)((sums & 0xffff) + ((sums >> 16) & 0xffff) + ((sums >> 32) & 0xffff) + (sums >> 48));
    }

    private static long SignedSum(ReadOnlySpan<byte> bytes)
    {
        long sum = 0;
        foreach (byte b in bytes)
        {
            sum += (sbyte)b;
        }

        return sum;
    }

    private ReadOnlySpan<byte> Text(int offset, int length)
    {
        ReadOnlySpan<byte> field = block.Slice(offset, length);
        int end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }

    private bool TryNumber(int offset, int length, out long value)
    {
        ReadOnlySpan<byte> field = block.Slice(offset, length);
        return (field[0] & 0x80) != 0 ? TryBase256(field, out value) : TryOctal(field, out value);
    }

    // GNU: the first bit says that the rest is a big-endian two's complement number.
    private static bool TryBase256(ReadOnlySpan<byte> field, out long value)
    {
        bool isNegative = (field[0] & 0x40) != 0;
        byte fill = isNegative ? (byte)0xff : (byte)0;
        value = 0;
        byte first = (byte)(isNegative ? field[0] | 0x80 : field[0] & 0x7f);
        if (field.Length == 8)
        {
            Span<byte> wide = stackalloc byte[8];
            field.CopyTo(wide);
            wide[0] = first;
            value = BinaryPrimitives.ReadInt64BigEndian(wide);
            return true;
        }

        // 12 bytes: the upper four only repeat the sign of the lower eight.
        if (first != fill || field[1..4].ContainsAnyExcept(fill))
        {
            return false;
        }

        value = BinaryPrimitives.ReadInt64BigEndian(field[4..]);
        return value < 0 == isNegative;
    }

    private static bool TryOctal(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        field = field.Trim(" \0"u8);
        foreach (byte b in field)
        {
            if (b == 0)
            {
                break;
            }

            if (b is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            value = (value << 3) | (uint)(b - '0');
        }

        return true;
    }
}
