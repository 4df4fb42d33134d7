using Strata.Linux;
using static Strata.Launch.Capability;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Launch;

/// <summary>What a container has where nobody asked for anything else: Docker's defaults, as data.</summary>
public static class DefaultSpec
{
    private const MountAttributes NoSetUidExecDev = MountAttributes.NoSetUid | MountAttributes.NoExecute | MountAttributes.NoDevices;

    /// <summary>PATH where the image gives none.</summary>
    public const string Path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>All namespaces that are made new with a network of its own.</summary>
    public const Namespaces AllNamespaces =
        Namespaces.Mount | Namespaces.Cgroup | Namespaces.Uts | Namespaces.Ipc | Namespaces.Pid | Namespaces.Network;

    /// <summary>The capabilities of a process that is root in its container.</summary>
    public static ulong CapabilityMask { get; } = CapabilitySets.Mask(
        Chown, DacOverride, Fsetid, Fowner, Mknod, NetRaw, Setgid, Setuid, Setfcap, Setpcap, NetBindService, SysChroot, Kill, AuditWrite);

    /// <summary>Paths of procfs and sysfs that tell about, or reach into, the host.</summary>
    public static IReadOnlyList<string> MaskedPaths { get; } =
    [
        "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list",
        "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap",
    ];

    /// <summary>Paths of procfs that are seen but not written.</summary>
    public static IReadOnlyList<string> ReadOnlyPaths { get; } =
        ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    /// <summary>The nodes of /dev that every program expects.</summary>
    public static IReadOnlyList<DeviceSpec> Devices { get; } =
    [
        Character("/dev/null", 1, 3), Character("/dev/zero", 1, 5), Character("/dev/full", 1, 7), Character("/dev/random", 1, 8),
        Character("/dev/urandom", 1, 9), Character("/dev/tty", 5, 0),
    ];

    /// <summary>The links of /dev that every program expects.</summary>
    public static IReadOnlyList<SymlinkSpec> Symlinks { get; } =
    [
        new("/dev/fd", "/proc/self/fd"), new("/dev/stdin", "/proc/self/fd/0"), new("/dev/stdout", "/proc/self/fd/1"),
        new("/dev/stderr", "/proc/self/fd/2"), new("/dev/core", "/proc/kcore"), new("/dev/ptmx", "pts/ptmx"),
    ];

    /// <summary>What the devices controller lets through: making any node, using the harmless ones and terminals.</summary>
    public static IReadOnlyList<DeviceRule> DeviceRules { get; } =
    [
        new(false, 'a', null, null, "rwm"),
        new(true, 'c', null, null, "m"), new(true, 'b', null, null, "m"),
        Use(1, 3), Use(1, 5), Use(1, 7), Use(1, 8), Use(1, 9), Use(5, 0), Use(5, 1), Use(5, 2), Use(136, null),
    ];

    /// <summary>The mounts that every container has.</summary>
    /// <param name="newNetwork">
    /// Whether the container has a network namespace of its own: only then may it mount a sysfs; else the host's /sys is
    /// bound read-only.
    /// </param>
    /// <param name="shmSize">Size of /dev/shm as tmpfs takes it, "64m".</param>
    public static IReadOnlyList<MountSpec> Mounts(bool newNetwork, string shmSize = "64m") =>
    [
        new() { Type = "proc", Source = "proc", Target = "/proc", Attributes = NoSetUidExecDev, RefuseSymlinks = true },
        new()
        {
            Type = "tmpfs", Source = "tmpfs", Target = "/dev", Options = ["mode=755", "size=65536k"], RefuseSymlinks = true,
            Attributes = MountAttributes.NoSetUid | MountAttributes.StrictAccessTime,
        },
        new()
        {
            Type = "devpts", Source = "devpts", Target = "/dev/pts", Options = ["ptmxmode=0666", "mode=0620", "gid=5"],
            Attributes = MountAttributes.NoSetUid | MountAttributes.NoExecute, RefuseSymlinks = true,
        },
        newNetwork
            ? new()
            {
                Type = "sysfs", Source = "sysfs", Target = "/sys", RefuseSymlinks = true,
                Attributes = NoSetUidExecDev | MountAttributes.ReadOnly,
            }
            : new()
            {
                Source = "/sys", Target = "/sys", RefuseSymlinks = true, Attributes = NoSetUidExecDev | MountAttributes.ReadOnly,
            },
        new()
        {
            Type = "tmpfs", Source = "shm", Target = "/dev/shm", Options = ["mode=1777", $"size={shmSize}"],
            Attributes = NoSetUidExecDev, RefuseSymlinks = true,
        },
        new() { Type = "mqueue", Source = "mqueue", Target = "/dev/mqueue", Attributes = NoSetUidExecDev, RefuseSymlinks = true },
    ];

    /// <summary>
    /// A launch with all of this: new namespaces (the network as asked), mounts, devices, masks, capabilities by
    /// whether the user is root. The caller adds environment, limits, volumes and a filter with <c>with</c>.
    /// </summary>
    public static LaunchSpec For(string root, IReadOnlyList<string> args, bool newNetwork = true, ProcessUser? user = null) => new()
    {
        Root = root,
        Args = args,
        Env = [Path],
        User = user ?? new(),
        Namespaces = newNetwork ? AllNamespaces : AllNamespaces & ~Namespaces.Network,
        Mounts = Mounts(newNetwork),
        Devices = Devices,
        Symlinks = Symlinks,
        MaskedPaths = MaskedPaths,
        ReadOnlyPaths = ReadOnlyPaths,
        Capabilities = user is null or { Uid: 0 } ? CapabilitySets.ForRoot(CapabilityMask) : CapabilitySets.ForUser(CapabilityMask),
    };

    private static DeviceSpec Character(string path, uint major, uint minor) => new(path, FileMode.CharDevice, new DeviceNumber(major, minor));

    private static DeviceRule Use(uint major, uint? minor) => new(true, 'c', major, minor, "rwm");
}
