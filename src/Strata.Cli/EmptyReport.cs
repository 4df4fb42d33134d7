namespace Strata.Cli;

/// <summary>The empty object that stands behind a volume or a port: Go's way to write a set.</summary>
internal sealed record EmptyReport;
