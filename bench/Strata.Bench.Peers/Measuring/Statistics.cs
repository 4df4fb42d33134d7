namespace Strata.Bench.Peers.Measuring;

/// <summary>What a table says of rounds.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN
            : sorted.Length % 2 == 1 ? sorted[middle]
            : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The median of the ratios, round by round.</summary>
    public static double PairedRatio(IReadOnlyList<double> values, IReadOnlyList<double> others) =>
        Median(values.Zip(others, (value, other) => value / other));
}
