namespace Strata.Bench.Peers;

/// <summary>Two ways of doing the same, measured in turn: A B A B …, after one round that does not count.</summary>
internal sealed record Pair(IReadOnlyList<double> Ours, IReadOnlyList<double> Theirs)
{
    /// <summary>The median of the ratios ours / theirs, round by round.</summary>
    public double Ratio => Median(Ours.Zip(Theirs, (ours, theirs) => ours / theirs));

    /// <summary>Measures; each function gives milliseconds.</summary>
    public static Pair Measure(int rounds, Func<double> ours, Func<double> theirs)
    {
        List<double> a = [], b = [];
        for (int round = -1; round < rounds; round++)
        {
            // Who goes first alternates too: what one leaves in the page cache serves the other.
            bool first = (round & 1) == 0;
            double timeOurs = first ? ours() : 0;
            double timeTheirs = theirs();
            timeOurs = first ? timeOurs : ours();
            if (round >= 0)
            {
                a.Add(timeOurs);
                b.Add(timeTheirs);
            }
        }

        return new Pair(a, b);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
