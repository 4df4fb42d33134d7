namespace Strata.Containers;

/// <summary>What a container was asked to be: <c>config.json</c> in its folder, written once.</summary>
public sealed record ContainerConfig
{
    /// <summary>Its ID, 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The image as it was named.</summary>
    public required string Image { get; init; }

    /// <summary>The image's ID, <c>sha256:…</c>.</summary>
    public required string ImageId { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Entrypoint and command.</summary>
    public required IReadOnlyList<string> Args { get; init; }

    /// <summary>The environment that image and command line give, NAME=VALUE.</summary>
    public required IReadOnlyList<string> Env { get; init; }

    /// <summary>The working directory inside.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>User and group as they were given, names or numbers; empty is root.</summary>
    public required string User { get; init; }

    /// <summary>The host name inside.</summary>
    public required string HostName { get; init; }

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

    /// <summary>Path of its control group below each controller.</summary>
    public string CgroupPath => $"strata/{Id}";
}
