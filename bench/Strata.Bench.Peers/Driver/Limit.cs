namespace Strata.Bench.Peers.Driver;

/// <summary>What we want of ourselves in a row of the table.</summary>
/// <param name="AtMost">The largest ratio, or figure.</param>
/// <param name="Against">The lane that a ratio is taken of; null for the lane's own figure.</param>
/// <param name="Lane">The lane of ours that it is asked of; null for ours over FUSE.</param>
internal sealed record Limit(double AtMost, string? Against = null, string? Lane = null)
{
    /// <summary>Whether a lane has to keep it.</summary>
    public bool Concerns(string lane) => Lane is null ? lane is Lanes.Folders or Lanes.Chain : lane == Lane;
}
