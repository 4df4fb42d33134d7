namespace Strata.Bench.Peers;

/// <summary>What can be measured, in the order in which it is.</summary>
internal static class Sections
{
    public static readonly IReadOnlyList<(string Name, Action<Workspace, Report> Measure)> All =
    [
        ("disk", DiskSection.Measure),
        ("load", LoadSection.Measure),
        ("mount", MountSection.Measure),
        ("walk", WalkSection.Measure),
        ("stream", StreamSection.Measure),
        ("run", RunSection.Measure),
        ("memory", MemorySection.Measure),
    ];
}
