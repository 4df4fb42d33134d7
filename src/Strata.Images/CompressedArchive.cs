using System.Buffers;
using System.IO.Compression;
using Strata.Linux;

namespace Strata.Images;

/// <summary>An image archive that is compressed as a whole, or comes through a pipe: made a plain file, which can be seeked.</summary>
internal static class CompressedArchive
{
    private const int BufferSize = 1 << 18;
    private const int MagicSize = 6;

    /// <summary>Whether a file that can be seeked is compressed.</summary>
    public static bool IsCompressed(FileFd file)
    {
        Span<byte> start = stackalloc byte[MagicSize];
        Sys.PRead(file, start, 0, out int count).OrThrow("reading an image");
        return IsGzip(start[..count]) || IsZstd(start[..count]) || OtherCompression(start[..count]) is not null;
    }

    /// <summary>Copies an archive to a file, decompressed where it is compressed.</summary>
    /// <param name="source">The archive; read to its end, not disposed.</param>
    /// <param name="target">An empty file.</param>
    /// <param name="where">What the archive is called in messages.</param>
    public static void Expand(Stream source, FileFd target, string where)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int count = source.ReadAtLeast(buffer.AsSpan(0, MagicSize), MagicSize, throwOnEndOfStream: false);
            ReadOnlySpan<byte> start = buffer.AsSpan(0, count);
            if (OtherCompression(start) is { } other)
            {
                throw new ImageException($"{where} is compressed by {other}: gzip, zstd and plain archives are what Strata reads");
            }

            using Stream whole = new PrefixedStream(start.ToArray(), source);
            using Stream plain = IsGzip(start) ? new GZipStream(whole, CompressionMode.Decompress, leaveOpen: true)
                : IsZstd(start) ? new ZstdDecompressionStream(whole)
                : whole;
            while ((count = plain.Read(buffer)) > 0)
            {
                Sys.WriteAll(target, buffer.AsSpan(0, count)).OrThrow("staging an image archive");
            }
        }
        catch (InvalidDataException e)
        {
            throw new ImageException($"{where} does not decompress: it is damaged or ends too early", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsGzip(ReadOnlySpan<byte> start) => start is [0x1f, 0x8b, ..];

    private static bool IsZstd(ReadOnlySpan<byte> start) =>
        start is [0x28, 0xb5, 0x2f, 0xfd, ..] or [>= 0x50 and <= 0x5f, 0x2a, 0x4d, 0x18, ..];

    private static string? OtherCompression(ReadOnlySpan<byte> start) =>
        start is [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] ? "xz"
        : start is [(byte)'B', (byte)'Z', (byte)'h', ..] ? "bzip2"
        : null;
}
