using System.Numerics;
using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>CRC-32C (Castagnoli), RFC 3720 appendix B.4: by the processor's own instruction where it has one.</summary>
public static class Crc32C
{
    /// <summary>The checksum of <paramref name="data"/>, with the usual start value and final inversion.</summary>
    public static uint Of(ReadOnlySpan<byte> data) => ~Append(~0u, data);

    /// <summary>Continues a raw checksum, without the final inversion.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(data);
        foreach (ulong word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (byte b in data[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return crc;
    }
}
