using Strata.Launch;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>Turns a container's configuration into a launch.</summary>
internal static class ContainerSpec
{
    /// <summary>The launch of a container whose file system is mounted.</summary>
    /// <param name="folder">The container.</param>
    /// <param name="user">Who runs the command.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="filter">The filter of system calls; empty is none.</param>
    public static LaunchSpec For(ContainerFolder folder, ResolvedUser user, FileFd input, byte[] filter)
    {
        ContainerConfig config = folder.Config;
        bool guarded = GuardsDevices;
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
            Streams = StandardStreams.Own with { Input = input },
            DiesWithLauncher = true,
            NoNewPrivileges = config.Settings.Security.NoNewPrivileges,
            SeccompFilter = filter,
            Capabilities = user.Uid == 0 ? CapabilitySets.ForRoot(capabilities) : CapabilitySets.ForUser(capabilities),

            // What lies deeper is mounted later, or it would be covered.
            Mounts = [.. defaults.Mounts, .. HostFiles.Make(folder), .. config.Settings.Volumes.OrderBy(Depth).Select(Bind)],
            Cgroup = new CgroupSpec
            {
                Path = config.CgroupPath,
                MemoryBytes = config.Settings.MemoryBytes,
                CpuQuotaMicroseconds = config.Settings.CpuQuotaMicroseconds,
                CpuPeriodMicroseconds = CpuLimit.PeriodMicroseconds,
                CpusetCpus = config.Settings.CpusetCpus,
                PidsLimit = config.Settings.PidsLimit,
                Devices = guarded ? DefaultSpec.DeviceRules : null,
            },
        };
    }

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
