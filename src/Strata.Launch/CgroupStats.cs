namespace Strata.Launch;

/// <summary>What a control group used; null where no controller of the group counts it.</summary>
/// <param name="MemoryBytes">Memory charged now.</param>
/// <param name="MemoryPeakBytes">The most that was charged.</param>
/// <param name="OutOfMemoryKills">Processes killed for the limit.</param>
/// <param name="CpuMicroseconds">Time on cpus, user and system.</param>
/// <param name="Pids">Tasks now.</param>
public readonly record struct CgroupStats(
    long? MemoryBytes, long? MemoryPeakBytes, long? OutOfMemoryKills, long? CpuMicroseconds, long? Pids);
