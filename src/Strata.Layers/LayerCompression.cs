using System.IO.Compression;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>How a layer is compressed, recognised by its first bytes whatever its media type says.</summary>
internal static class LayerCompression
{
    /// <summary>The tar in the blob. The blob is not disposed with it.</summary>
    /// <exception cref="LayerException">It is neither a tar nor compressed in a way that layers are.</exception>
    public static Stream Open(BlobReader blob)
    {
        ReadOnlySpan<byte> start = blob.Peek(TarHeader.BlockSize);
        if (start is [0x1f, 0x8b, ..])
        {
            return new GZipStream(blob, CompressionMode.Decompress, leaveOpen: true);
        }

        // RFC 8878: a frame, or one of sixteen kinds of skippable frame, with which eStargz-like tools begin.
        if (start is [0x28, 0xb5, 0x2f, 0xfd, ..] or [>= 0x50 and <= 0x5f, 0x2a, 0x4d, 0x18, ..])
        {
            return new ZstdDecompressionStream(blob);
        }

        if (start.IsEmpty || IsTar(start))
        {
            return blob;
        }

        string found = start is [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] ? "xz"
            : start is [(byte)'B', (byte)'Z', (byte)'h', ..] ? "bzip2"
            : "something else";
        throw new LayerException($"the layer is neither a tar nor one compressed by gzip or zstd, but {found}");
    }

    private static bool IsTar(ReadOnlySpan<byte> start)
    {
        if (start.Length < TarHeader.BlockSize)
        {
            return false;
        }

        TarHeader header = new(start[..TarHeader.BlockSize]);
        return header.IsAllZero || header.HasValidChecksum();
    }
}
