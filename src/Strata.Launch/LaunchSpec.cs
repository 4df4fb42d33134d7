using Strata.Linux;

namespace Strata.Launch;

/// <summary>
/// All that a container's first process needs, in one value; the fields follow config.json of the OCI runtime
/// specification. <see cref="LaunchPlan.For(LaunchSpec)"/> compiles it, <see cref="Launcher.Start(LaunchSpec)"/> runs it. Descriptors are
/// borrowed: the caller closes them after the launch. Start from <see cref="DefaultSpec"/> for what Docker gives.
/// </summary>
public sealed record LaunchSpec
{
    /// <summary>Absolute path on the host of the directory or mount that becomes "/".</summary>
    public required string Root { get; init; }

    /// <summary>Whether "/" is mounted read-only for the container, after mount points were made in it.</summary>
    public bool ReadOnlyRoot { get; init; }

    /// <summary>The command and its arguments. A first one without a slash is looked up in PATH of <see cref="Env"/>, inside.</summary>
    public required IReadOnlyList<string> Args { get; init; }

    /// <summary>The environment as NAME=VALUE.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>Working directory inside, absolute; made if it is missing. It cannot lead out of the root.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Who the process is.</summary>
    public ProcessUser User { get; init; } = new();

    /// <summary>Host name, with a new UTS namespace; null leaves the host's.</summary>
    public string? HostName { get; init; }

    /// <summary>A new terminal as standard streams, or null for <see cref="Streams"/>.</summary>
    public TerminalSpec? Terminal { get; init; }

    /// <summary>Standard streams where there is no terminal.</summary>
    public StandardStreams Streams { get; init; } = StandardStreams.Own;

    /// <summary>Descriptors that the process gets as 3, 4, …, in this order.</summary>
    public IReadOnlyList<FileFd> KeptDescriptors { get; init; } = [];

    /// <summary>
    /// A pidfd of the first process of a running container: the new one joins its <see cref="Namespaces"/> and its control group,
    /// which must be there, and has its root as "/"; nothing is mounted. No descriptor for a container of its own.
    /// </summary>
    public FileFd Join { get; init; }

    /// <summary>The namespaces that are made new, or joined; all others are the launcher's own.</summary>
    public Namespaces Namespaces { get; init; }

    /// <summary>Whether the interface lo of a new network namespace is brought up.</summary>
    public bool LoopbackUp { get; init; } = true;

    /// <summary>Mounts, in this order, each inside the root.</summary>
    public IReadOnlyList<MountSpec> Mounts { get; init; } = [];

    /// <summary>Device nodes, made after the mounts.</summary>
    public IReadOnlyList<DeviceSpec> Devices { get; init; } = [];

    /// <summary>Symlinks made after the mounts, usually in /dev. One whose name exists already is left as it is.</summary>
    public IReadOnlyList<SymlinkSpec> Symlinks { get; init; } = [];

    /// <summary>Paths hidden behind /dev/null or an empty read-only directory; those that do not exist are skipped.</summary>
    public IReadOnlyList<string> MaskedPaths { get; init; } = [];

    /// <summary>Paths made read-only; those that do not exist are skipped.</summary>
    public IReadOnlyList<string> ReadOnlyPaths { get; init; } = [];

    /// <summary>The five capability sets.</summary>
    public CapabilitySets Capabilities { get; init; } = new();

    /// <summary>PR_SET_NO_NEW_PRIVS: set-id programs and file capabilities give nothing.</summary>
    public bool NoNewPrivileges { get; init; }

    /// <summary>Resource limits, setrlimit(2).</summary>
    public IReadOnlyList<ResourceLimit> ResourceLimits { get; init; } = [];

    /// <summary>A seccomp program: struct sock_filter entries of 8 bytes each, seccomp(2). Empty is none.</summary>
    public ReadOnlyMemory<byte> SeccompFilter { get; init; }

    /// <summary>oom_score_adj, -1000 to 1000, written as soon as the program runs; null leaves the launcher's.</summary>
    public int? OomScoreAdjustment { get; init; }

    /// <summary>
    /// PR_SET_PDEATHSIG: SIGKILL as soon as the thread that launched it is gone, however it went. With a pid namespace
    /// the whole container goes with its first process.
    /// </summary>
    public bool DiesWithLauncher { get; init; }

    /// <summary>The container's control group, or null to stay in the launcher's.</summary>
    public CgroupSpec? Cgroup { get; init; }
}
