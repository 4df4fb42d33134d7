using Strata.Bench.Peers.Measuring;

namespace Strata.Bench.Peers.Driver;

/// <summary>A row of the driver's table: one work by every lane, with the rounds as they were measured.</summary>
/// <param name="Work">What was done.</param>
/// <param name="Unit">Of the figures: "ms" if it is a time.</param>
/// <param name="Limits">What we want of ourselves.</param>
/// <param name="Rounds">The figures by lane.</param>
internal sealed record RowResult(string Work, string Unit, IReadOnlyList<Limit> Limits, Dictionary<string, IReadOnlyList<double>> Rounds)
{
    /// <summary>NaN where the lane was not measured.</summary>
    public double Median(string lane) => Statistics.Median(Rounds.GetValueOrDefault(lane, []));

    /// <summary>The median of the ratios round by round; NaN where one of them was not measured.</summary>
    public double Ratio(string lane, string against) =>
        Statistics.PairedRatio(Rounds.GetValueOrDefault(lane, []), Rounds.GetValueOrDefault(against, []));

    /// <summary>Whether a lane is above what is wanted of it.</summary>
    public bool Misses(string lane, string? against) => Limits.Any(limit =>
        limit.Against == against
        && limit.Concerns(lane)
        && Math.Round(against is null ? Median(lane) : Ratio(lane, against), 3) > limit.AtMost);
}
