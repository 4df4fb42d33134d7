using Strata.Linux;

namespace Strata.Engines.Overlay;

/// <summary>The options that are flags of the mount itself, or mount(8)'s own.</summary>
public static partial class OverlayArguments
{
    private static bool ApplyMountFlag(OverlayRequest request, MountOption option)
    {
        if (option.Raw is not null)
        {
            return option.Name is "comment" || option.Name.StartsWith("x-", StringComparison.Ordinal);
        }

        (MountFlags flag, bool sets) = option.Name switch
        {
            "ro" => (MountFlags.ReadOnly, true),
            "rw" => (MountFlags.ReadOnly, false),
            "nosuid" => (MountFlags.NoSetUid, true),
            "suid" => (MountFlags.NoSetUid, false),
            "nodev" => (MountFlags.NoDevices, true),
            "dev" => (MountFlags.NoDevices, false),
            "noexec" => (MountFlags.NoExecute, true),
            "exec" => (MountFlags.NoExecute, false),
            "sync" => (MountFlags.Synchronous, true),
            "async" => (MountFlags.Synchronous, false),
            "dirsync" => (MountFlags.SynchronousDirectories, true),
            "noatime" => (MountFlags.NoAccessTime, true),
            "atime" => (MountFlags.NoAccessTime, false),
            "nodiratime" => (MountFlags.NoDirectoryAccessTime, true),
            "diratime" => (MountFlags.NoDirectoryAccessTime, false),
            _ => (MountFlags.None, false),
        };
        if (flag != MountFlags.None)
        {
            request.Flags = sets ? request.Flags | flag : request.Flags & ~flag;
            return true;
        }

        MountFlags propagation = option.Name switch
        {
            "private" or "rprivate" => MountFlags.Private,
            "shared" or "rshared" => MountFlags.Shared,
            "slave" or "rslave" => MountFlags.Slave,
            _ => MountFlags.None,
        };
        if (propagation != MountFlags.None)
        {
            request.Propagation = propagation;
            return true;
        }

        if (option.Name == "remount")
        {
            throw new EngineException("'remount' cannot be done by a new process: use mount -i -o remount");
        }

        // mount(8) and /etc/fstab keep these for themselves.
        return option.Name is "defaults" or "auto" or "noauto" or "user" or "users" or "nouser" or "owner" or "group" or "nofail" or "_netdev"
            || option.Name.StartsWith("x-", StringComparison.Ordinal);
    }
}
