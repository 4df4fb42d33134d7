using System.Reflection;
using System.Text.RegularExpressions;
using Strata.Launch;
using Strata.Linux;

namespace Strata.Abi.Tests;

internal static partial class AbiTables
{
    private static AbiGroup Syscalls => new(
        "system calls",
        ["sys/syscall.h"],
        [],
        [
            .. typeof(Syscall).GetFields(BindingFlags.Static | BindingFlags.Public)
                .Select(static member => (Syscall)member.GetValue(null)!)
                .Where(static call => call.Number >= 0)
                .Select(static call => new AbiConstant(call.Number, "__NR_" + call.Name)),
        ]);

    private static AbiGroup Capabilities => new(
        "capabilities",
        ["linux/capability.h"],
        [],
        [
            .. Enum.GetValues<Capability>()
                .Select(static capability => new AbiConstant((int)capability, "CAP_" + WordStart().Replace(capability.ToString(), "_$0").ToUpperInvariant())),
        ]);

    private static AbiGroup Clone => new(
        "namespaces",
        ["linux/sched.h"],
        [],
        [
            .. AbiConstant.OfEnum<Namespaces>(
                "CLONE_NEW",
                (Namespaces.None, ""),
                (Namespaces.Mount, "CLONE_NEWNS"),
                (Namespaces.Network, "CLONE_NEWNET")),
        ]);

    private static AbiGroup MountAttributes => new(
        "mount attributes",
        ["linux/mount.h"],
        [],
        [
            .. AbiConstant.OfEnum<MountAttributes>(
                "MOUNT_ATTR_",
                (Linux.MountAttributes.None, ""),
                (Linux.MountAttributes.ReadOnly, "MOUNT_ATTR_RDONLY"),
                (Linux.MountAttributes.NoSetUid, "MOUNT_ATTR_NOSUID"),
                (Linux.MountAttributes.NoDevices, "MOUNT_ATTR_NODEV"),
                (Linux.MountAttributes.NoExecute, "MOUNT_ATTR_NOEXEC"),
                (Linux.MountAttributes.NoAccessTime, "MOUNT_ATTR_NOATIME"),
                (Linux.MountAttributes.StrictAccessTime, "MOUNT_ATTR_STRICTATIME")),
        ]);

    [GeneratedRegex("(?<=.)[A-Z]")]
    private static partial Regex WordStart();
}
