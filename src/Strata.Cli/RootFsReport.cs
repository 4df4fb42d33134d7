namespace Strata.Cli;

/// <summary>The diff IDs of an image's layers, as Docker shows them.</summary>
internal sealed record RootFsReport(string Type, IReadOnlyList<string> Layers);
