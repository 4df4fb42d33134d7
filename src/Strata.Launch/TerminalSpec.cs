namespace Strata.Launch;

/// <summary>A terminal of the container's own devpts, also bound to /dev/console.</summary>
/// <param name="Rows">Initial height in characters; 0 is not known.</param>
/// <param name="Columns">Initial width in characters; 0 is not known.</param>
public sealed record TerminalSpec(ushort Rows = 0, ushort Columns = 0);
