namespace Strata.Launch;

/// <summary>Kinds of namespaces with the values of clone(2).</summary>
[Flags]
public enum Namespaces : ulong
{
    /// <summary>None: all are the launcher's.</summary>
    None = 0,

    /// <summary>CLONE_NEWNS. Every launch has one of its own, since it changes the root.</summary>
    Mount = 0x0002_0000,

    /// <summary>CLONE_NEWCGROUP; entered after the process is in its group, which so becomes its "/".</summary>
    Cgroup = 0x0200_0000,

    /// <summary>CLONE_NEWUTS.</summary>
    Uts = 0x0400_0000,

    /// <summary>CLONE_NEWIPC.</summary>
    Ipc = 0x0800_0000,

    /// <summary>CLONE_NEWPID.</summary>
    Pid = 0x2000_0000,

    /// <summary>CLONE_NEWNET.</summary>
    Network = 0x4000_0000,
}
