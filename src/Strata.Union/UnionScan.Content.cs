using Strata.Linux;

namespace Strata.Union;

public sealed partial class UnionScan
{
    private const int PieceSize = 256 * 1024;

    internal static bool HaveSameContent(ScanEntry one, ScanEntry other)
    {
        one.OpenContent(out FileFd first, out ReadOnlyMemory<byte> firstInline).OrThrow("open a content to compare");
        using (first)
        {
            other.OpenContent(out FileFd second, out ReadOnlyMemory<byte> secondInline).OrThrow("open a content to compare");
            using (second)
            {
                return HaveSameContent(first, firstInline.Span, second, secondInline.Span);
            }
        }
    }

    internal bool HaveSameContent(ScanSource one, ScanSource other)
    {
        OpenContent(one, out FileFd first, out ReadOnlyMemory<byte> firstInline).OrThrow("open a content to compare");
        using (first)
        {
            OpenContent(other, out FileFd second, out ReadOnlyMemory<byte> secondInline).OrThrow("open a content to compare");
            using (second)
            {
                return HaveSameContent(first, firstInline.Span, second, secondInline.Span);
            }
        }
    }

    internal Errno OpenContent(ScanSource source, out FileFd file, out ReadOnlyMemory<byte> inline)
    {
        inline = default;
        if (source.Lower.IsNone)
        {
            // A fifo that took the file's place meanwhile must not block the open.
            return Sys.OpenAt(source.Folder, source.Name, OpenFlags.ReadOnly | OpenFlags.NoFollow | OpenFlags.NonBlocking, out file);
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
