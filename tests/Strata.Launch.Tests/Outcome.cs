namespace Strata.Launch.Tests;

/// <summary>How a container ended and what it wrote.</summary>
public sealed record Outcome(ExitStatus Status, string Output)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
