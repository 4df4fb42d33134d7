namespace Strata.Layers;

/// <summary>
/// Gives inodes their places: one after the other, and where a tail that must not cross a block boundary leaves a gap, a
/// later inode that fits. Only young gaps are filled, so that neighbours in the tree stay neighbours in the file and the
/// writer needs no more than its window.
/// </summary>
internal sealed class ErofsPacking(long start)
{
    /// <summary>How far behind the end a place may be, in bytes.</summary>
    public const int Window = 64 << 10;

    private readonly List<(long Start, long End)> gaps = [];

    /// <summary>Where the next inode goes if no gap fits.</summary>
    public long End { get; private set; } = start;

    /// <summary>Finds a place; a multiple of 32.</summary>
    /// <param name="head">Bytes that may cross block boundaries: inode and xattrs.</param>
    /// <param name="tail">Bytes behind them that may not, at most <see cref="ErofsFormat.MaxTail"/>, or a block without a head.</param>
    public long Place(int head, int tail)
    {
        int best = -1;
        for (int i = 0; i < gaps.Count; i++)
        {
            (long from, long to) = gaps[i];
            if (Fit(from, head, tail) + head + tail <= to && (best < 0 || to - from < gaps[best].End - gaps[best].Start))
            {
                best = i;
            }
        }

        long position;
        if (best >= 0)
        {
            (long from, long to) = gaps[best];
            gaps.RemoveAt(best);
            position = Fit(from, head, tail);
            AddGap(from, position);
            AddGap(ErofsFormat.Align(position + head + tail, ErofsFormat.SlotSize), to);
            return position;
        }

        position = Fit(End, head, tail);
        AddGap(End, position);
        End = ErofsFormat.Align(position + head + tail, ErofsFormat.SlotSize);
        gaps.RemoveAll(gap => gap.Start < End - Window);
        return position;
    }

    // The first place from here on where the tail lies in one block.
    private static long Fit(long from, int head, int tail)
    {
        long tailStart = from + head;
        long block = ErofsFormat.Align(tailStart, ErofsFormat.BlockSize);
        bool crosses = tailStart + tail > block && tailStart != block && tail != 0;
        return crosses ? ErofsFormat.Align(block - head, ErofsFormat.SlotSize) : from;
    }

    private void AddGap(long from, long to)
    {
        if (to - from >= ErofsInodeCompact.Length)
        {
            gaps.Add((from, to));
        }
    }
}
