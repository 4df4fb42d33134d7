namespace Strata.Faults;

/// <summary>How a program ended.</summary>
/// <param name="Code">Its exit code; 137 where it was killed.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it complained of.</param>
internal sealed record Outcome(int Code, string Output, string Errors);
