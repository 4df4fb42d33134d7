namespace Strata.Bench.Peers.Driver;

/// <summary>A section of the driver's table.</summary>
/// <param name="Name">As --only takes it.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Measured">When, and on what.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Notes">How it was measured, who was left out and why.</param>
internal sealed record SectionResult(string Name, string Title, string Measured, List<RowResult> Rows, List<string> Notes);
