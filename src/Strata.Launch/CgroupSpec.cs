namespace Strata.Launch;

/// <summary>A container's control group and its limits; null is no limit.</summary>
public sealed record CgroupSpec
{
    /// <summary>
    /// Path of the group below each controller's mount, for example "strata/3f2a…". Its last part must be the container's
    /// alone; the folders above are made if they are missing and removed with their last group.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>Memory in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Memory and swap together in bytes; null is as much swap as memory, -1 is unlimited swap.</summary>
    public long? MemoryAndSwapBytes { get; init; }

    /// <summary>Microseconds of cpu time per period.</summary>
    public long? CpuQuotaMicroseconds { get; init; }

    /// <summary>Length of a period, 1,000 to 1,000,000 microseconds.</summary>
    public long CpuPeriodMicroseconds { get; init; } = 100_000;

    /// <summary>The cpus it may use, as in cpuset(7): "0-2,5".</summary>
    public string? CpusetCpus { get; init; }

    /// <summary>The memory nodes it may use; null with cpus given is those of the parent.</summary>
    public string? CpusetMems { get; init; }

    /// <summary>Tasks at most.</summary>
    public long? PidsLimit { get; init; }

    /// <summary>Whether memory and cpu are counted even without a limit, at the price of two more groups on v1.</summary>
    public bool Accounting { get; init; }

    /// <summary>
    /// Rules of the devices controller in order, or null for no policy. Only v1 applies them; where they cannot be applied
    /// <see cref="ICgroup.UnappliedLimits"/> names them.
    /// </summary>
    public IReadOnlyList<DeviceRule>? Devices { get; init; }
}
