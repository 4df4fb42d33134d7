namespace Strata.Cli;

/// <summary>What <c>strata version</c> shows.</summary>
internal sealed record VersionReport(string Version, string? Commit, string Runtime);
