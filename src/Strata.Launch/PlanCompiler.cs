namespace Strata.Launch;

/// <summary>
/// Compiles a <see cref="LaunchSpec"/>. The order is the kernel's: inherited descriptors are closed first (another launch's
/// pipe kept open would hang both); mounts are made while the old root, and with it a visible procfs, is still attached;
/// the control group is waited for as late as possible, as it is made meanwhile; whatever needs privileges comes before
/// they are dropped.
/// </summary>
internal sealed partial class PlanCompiler
{
    private readonly LaunchSpec spec;
    private readonly CgroupHierarchy hierarchy;
    private readonly ProgramBuilder program = new();
    private readonly PlanInputs inputs = new();
    private readonly Slot root = new("root");

    public PlanCompiler(LaunchSpec spec, CgroupHierarchy hierarchy)
    {
        Validate(spec);
        this.spec = spec;
        this.hierarchy = hierarchy;
    }

    public LaunchPlan Compile() => spec.Join.IsOpen ? CompileJoin() : CompileContainer();

    private LaunchPlan CompileContainer()
    {
        bool cgroupMount = spec.Mounts.Any(m => m.Type is "cgroup2");

        CloseInherited();
        PlaceDescriptors();
        program.Purpose = "make namespaces";
        Namespaces created = (spec.Namespaces | Namespaces.Mount) & ~(Namespaces.Pid | Namespaces.Cgroup);
        program.Call(Syscall.Unshare, Argument.Named((ulong)created, created));
        program.Purpose = "start a session";
        program.Call(Syscall.SetSid);
        program.Call(Syscall.Umask, 0);
        OpenGroupTrees();
        EnterRoot();
        if (cgroupMount)
        {
            WaitForGroup();
        }

        foreach (MountSpec mount in spec.Mounts)
        {
            Mount(mount);
        }

        MakeDevices();
        MakeSymlinks();
        OpenConsole();
        MaskPaths();
        MakePathsReadOnly();
        PivotRoot();
        NameHost();
        RaiseLoopback();
        EnterWorkingDirectory();
        MakeRootReadOnly();
        if (!cgroupMount)
        {
            WaitForGroup();
        }

        return CompileEnd();
    }

    private LaunchPlan CompileEnd()
    {
        LimitResources();
        DropPrivileges();
        TieToLauncher();
        ResetSignals();
        LeaveLauncher();
        program.WriteAside();
        int execStart = program.Here().Index;
        Execute();
        return new LaunchPlan(spec, hierarchy, inputs, program.Finish(), execStart);
    }

    private static void Validate(LaunchSpec spec)
    {
        if (spec.Args.Count == 0 || spec.Args[0].Length == 0)
        {
            throw new LaunchException("there is no command to run");
        }

        RequireAbsolute(spec.Root, "root");
        RequireAbsolute(spec.WorkingDirectory, "working directory");
        if (spec.HostName is not null && !spec.Namespaces.HasFlag(Namespaces.Uts))
        {
            throw new LaunchException("a host name needs a UTS namespace of its own");
        }

        if (spec.Namespaces.HasFlag(Namespaces.Cgroup) && spec.Mounts.Any(m => m.Type == "cgroup"))
        {
            throw new LaunchException("mounting version 1 control groups inside a container is not supported");
        }

        if (spec.SeccompFilter.Length % 8 != 0 || spec.SeccompFilter.Length / 8 > 4096)
        {
            throw new LaunchException("a seccomp filter has at most 4096 instructions of 8 bytes each");
        }

        if (spec.OomScoreAdjustment is < -1000 or > 1000)
        {
            throw new LaunchException("oom_score_adj is from -1000 to 1000");
        }
    }

    private static void RequireAbsolute(string path, string what)
    {
        if (!path.StartsWith('/'))
        {
            throw new LaunchException($"the {what} \"{path}\" is not an absolute path");
        }
    }
}
