namespace Strata.Containers;

/// <summary>
/// What stands in a container's file <c>running</c>, which its owner keeps locked: whoever waits for the lock reads there how it
/// ended, also where the folder is gone by then.
/// </summary>
/// <param name="Owner">The process that runs it, and holds the lock.</param>
/// <param name="Pid">Its first process, a child of the owner.</param>
/// <param name="Started">When that began.</param>
/// <param name="ExitCode">As a shell has it; null while it runs.</param>
public sealed record RunningRecord(int Owner, int Pid, DateTimeOffset Started, int? ExitCode = null);
