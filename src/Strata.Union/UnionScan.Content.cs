using Strata.Linux;

namespace Strata.Union;

public sealed partial class UnionScan
{
    private const int PieceSize = 256 * 1024;

    /// <summary>Whether two files of unions, of the same one or of two, have the same content.</summary>
    internal static bool HaveSameContent(UnionScan scan, in ScanSource one, UnionScan otherScan, in ScanSource other)
    {
        scan.OpenContent(one, out FileFd first, out ReadOnlyMemory<byte> firstInline).OrThrow("open a content to compare");
        using (first)
        {
            otherScan.OpenContent(other, out FileFd second, out ReadOnlyMemory<byte> secondInline).OrThrow("open a content to compare");
            using (second)
            {
                return HaveSameContent(first, firstInline.Span, second, secondInline.Span);
            }
        }
    }

    internal Errno OpenContent(in ScanSource source, out FileFd file, out ReadOnlyMemory<byte> inline)
    {
        inline = default;
        if (source.Lower.IsNone)
        {
            // By the inode that was looked at: what a running container puts in the name's place, a device say, is not opened.
            return Sys.Reopen(source.Opened, OpenFlags.ReadOnly, out file);
        }

        Errno error = Lower.Open(source.Lower, out file);
        inline = error == Errno.Ok && !file.IsOpen ? Lower.InlineContent(source.Lower).ToArray() : default;
        return error;
    }

    private static bool HaveSameContent(FileFd one, ReadOnlySpan<byte> oneInline, FileFd other, ReadOnlySpan<byte> otherInline)
    {
        byte[] oneBuffer = new byte[PieceSize];
        byte[] otherBuffer = new byte[PieceSize];
        for (long at = 0; ; at += oneBuffer.Length)
        {
            ReadOnlySpan<byte> onePiece = Piece(one, oneInline, oneBuffer, at);
            ReadOnlySpan<byte> otherPiece = Piece(other, otherInline, otherBuffer, at);
            if (!onePiece.SequenceEqual(otherPiece))
            {
                return false;
            }

            if (onePiece.Length < oneBuffer.Length)
            {
                return true;
            }
        }
    }

    private static ReadOnlySpan<byte> Piece(FileFd file, ReadOnlySpan<byte> inline, byte[] buffer, long at)
    {
        if (!file.IsOpen)
        {
            return inline[(int)Math.Min(at, inline.Length)..];
        }

        int filled = 0;
        int count = 1;
        while (filled < buffer.Length && count > 0)
        {
            Sys.PRead(file, buffer.AsSpan(filled), at + filled, out count).OrThrow("read a content to compare");
            filled += count;
        }

        return buffer.AsSpan(0, filled);
    }
}
