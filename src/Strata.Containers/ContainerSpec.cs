using Strata.Launch;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>Turns a container's configuration into a launch.</summary>
internal static class ContainerSpec
{
    /// <summary>The launch of a container whose file system is mounted.</summary>
    /// <param name="folder">The container.</param>
    /// <param name="user">Who runs the command.</param>
    /// <param name="streams">Its standard streams, where it has no terminal.</param>
    /// <param name="filter">The filter of system calls; empty is none.</param>
    public static LaunchSpec For(ContainerFolder folder, ResolvedUser user, StandardStreams streams, byte[] filter)
    {
        ContainerConfig config = folder.Config;
        ulong capabilities = CapabilityMask;
        ProcessUser process = new() { Uid = user.Uid, Gid = user.Gid, AdditionalGids = user.AdditionalGids };
        LaunchSpec defaults = DefaultSpec.For(folder.Root, config.Args, !config.Settings.HostNetwork, process);
        return defaults with
        {
            ReadOnlyRoot = config.Settings.ReadOnly,
            Env = EnvironmentList.Has(config.Env, "HOME") ? config.Env : [.. config.Env, $"HOME={user.Home}"],
            WorkingDirectory = config.WorkingDirectory,
            HostName = config.HostName,
            Terminal = config.Settings.Terminal ? Terminal() : null,
            Streams = streams,
            DiesWithLauncher = true,
            NoNewPrivileges = config.Settings.Security.NoNewPrivileges,
            SeccompFilter = filter,
            Capabilities = user.Uid == 0 ? CapabilitySets.ForRoot(capabilities) : CapabilitySets.ForUser(capabilities),

            // What lies deeper is mounted later, or it would be covered.
            Mounts = [.. defaults.Mounts, .. HostFiles.Make(folder), .. config.Settings.Volumes.OrderBy(Depth).Select(Bind)],
            Cgroup = GroupOf(config),
        };
    }

    /// <summary>The launch of a further process in a container that runs.</summary>
    /// <param name="config">The container.</param>
    /// <param name="first">A pidfd of its first process.</param>
    /// <param name="request">What to run.</param>
    /// <param name="user">Who runs it.</param>
    /// <param name="streams">Its standard streams, where it has no terminal.</param>
    /// <param name="filter">The filter of system calls; empty is none.</param>
    public static LaunchSpec ForExec(ContainerConfig config, FileFd first, ExecRequest request, ResolvedUser user, StandardStreams streams, byte[] filter)
    {
        IReadOnlyList<string> env = EnvironmentList.Merge([.. config.Env, .. request.Terminal ? (string[])["TERM=xterm"] : []], request.Env);
        return new LaunchSpec
        {
            Root = "/",
            Join = first,
            Namespaces = config.Settings.HostNetwork ? DefaultSpec.AllNamespaces & ~Namespaces.Network : DefaultSpec.AllNamespaces,
            Args = request.Command,
            Env = EnvironmentList.Has(env, "HOME") ? env : [.. env, $"HOME={user.Home}"],
            WorkingDirectory = request.WorkingDirectory ?? config.WorkingDirectory,
            User = new ProcessUser { Uid = user.Uid, Gid = user.Gid, AdditionalGids = user.AdditionalGids },
            Terminal = request.Terminal ? Terminal() : null,
            Streams = streams,
            DiesWithLauncher = !request.Detached,
            NoNewPrivileges = config.Settings.Security.NoNewPrivileges,
            SeccompFilter = filter,
            Capabilities = user.Uid == 0 ? CapabilitySets.ForRoot(CapabilityMask) : CapabilitySets.ForUser(CapabilityMask),
            Cgroup = GroupOf(config),
        };
    }

    private static CgroupSpec GroupOf(ContainerConfig config) => new()
    {
        Path = config.CgroupPath,
        MemoryBytes = config.Settings.MemoryBytes,
        CpuQuotaMicroseconds = config.Settings.CpuQuotaMicroseconds,
        CpuPeriodMicroseconds = CpuLimit.PeriodMicroseconds,
        CpusetCpus = config.Settings.CpusetCpus,
        PidsLimit = config.Settings.PidsLimit,
        Devices = GuardsDevices ? DefaultSpec.DeviceRules : null,
    };

    /// <summary>
    /// Whether the devices controller keeps a container from the host's devices. Only version 1 has it; without, a container
    /// may make no node, and those of its image are dead.
    /// </summary>
    public static bool GuardsDevices => CgroupHierarchy.OfMachine.V1Mounts.ContainsKey("devices");

    /// <summary>The bounding set of containers on this machine.</summary>
    public static ulong CapabilityMask => DefaultSpec.CapabilityMask & (GuardsDevices ? ulong.MaxValue : ~CapabilitySets.Mask(Capability.Mknod));

    private static TerminalSpec Terminal() =>
        Sys.GetTerminalSize(FileFd.FromNumber(1), out ushort rows, out ushort columns) == Errno.Ok ? new TerminalSpec(rows, columns) : new TerminalSpec();

    private static int Depth(VolumeSpec volume) => volume.Target.Count(c => c == '/');

    private static MountSpec Bind(VolumeSpec volume)
    {
        MakeMissing(volume.Source);
        return MountSpec.Bind(volume.Source, volume.Target, volume.ReadOnly);
    }

    /// <summary>A source that is not there becomes a folder, with those above it, as Docker does for -v.</summary>
    private static void MakeMissing(string path)
    {
        const uint Mode = 0x1ed; // 0755
        for (int slash = path.IndexOf('/', 1); ; slash = path.IndexOf('/', slash + 1))
        {
            string folder = slash < 0 ? path : path[..slash];
            Errno error = Sys.MkdirAt(FileFd.WorkingDirectory, PathText.Bytes(folder), Mode);
            if (error is not (Errno.Ok or Errno.EEXIST))
            {
                throw new ContainerException($"make the folder {folder} for a volume: {error.Message()}");
            }

            if (slash < 0)
            {
                return;
            }
        }
    }
}
