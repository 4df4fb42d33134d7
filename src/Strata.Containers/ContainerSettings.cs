namespace Strata.Containers;

/// <summary>What a container is given as it was asked for, with nothing that its image could say.</summary>
public sealed record ContainerSettings
{
    private const long SmallestMemory = 6 << 20;

    /// <summary>Whether it has a terminal of its own.</summary>
    public bool Terminal { get; init; }

    /// <summary>Whether standard input reaches it.</summary>
    public bool Interactive { get; init; }

    /// <summary>Whether it goes as soon as its command ends.</summary>
    public bool AutoRemove { get; init; }

    /// <summary>Whether its root is read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether it shares the host's network; otherwise it has only a loopback of its own.</summary>
    public bool HostNetwork { get; init; }

    /// <summary>Folders of the host.</summary>
    public IReadOnlyList<VolumeSpec> Volumes { get; init; } = [];

    /// <summary>Memory in bytes, or null.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Microseconds of cpu per <see cref="CpuLimit.PeriodMicroseconds"/>, or null.</summary>
    public long? CpuQuotaMicroseconds { get; init; }

    /// <summary>The cpus it may use, as cpuset(7) has them, or null.</summary>
    public string? CpusetCpus { get; init; }

    /// <summary>Tasks at most, or null.</summary>
    public long? PidsLimit { get; init; }

    /// <summary>How much of its output is kept where nobody is attached to it.</summary>
    public LogSettings Log { get; init; } = new();

    /// <summary>What keeps it in besides its namespaces.</summary>
    public SecuritySettings Security { get; init; } = new();

    /// <summary>Refuses what no container can have.</summary>
    /// <exception cref="ContainerException">The message says what.</exception>
    public void Validate()
    {
        if (MemoryBytes is < SmallestMemory)
        {
            throw new ContainerException($"--memory {MemorySize.Show(MemoryBytes.Value)}: at least {MemorySize.Show(SmallestMemory)}");
        }

        if (CpuQuotaMicroseconds is { } quota && quota > Environment.ProcessorCount * CpuLimit.PeriodMicroseconds)
        {
            throw new ContainerException($"--cpus: this machine has {Environment.ProcessorCount}");
        }

        if (CpusetCpus is not null && !CpuLimit.IsCpuList(CpusetCpus))
        {
            throw new ContainerException($"--cpuset-cpus {CpusetCpus}: expected a list as 0-2,5");
        }

        IGrouping<string, VolumeSpec>? twice = Volumes.GroupBy(volume => volume.Target).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new ContainerException($"two volumes on {twice.Key}");
        }
    }
}
