namespace Strata.Linux;

/// <summary>Flags of a mount with the values of MOUNT_ATTR_* of linux/mount.h.</summary>
[Flags]
public enum MountAttributes : ulong
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>MOUNT_ATTR_RDONLY.</summary>
    ReadOnly = 0x1,

    /// <summary>MOUNT_ATTR_NOSUID.</summary>
    NoSetUid = 0x2,

    /// <summary>MOUNT_ATTR_NODEV.</summary>
    NoDevices = 0x4,

    /// <summary>MOUNT_ATTR_NOEXEC.</summary>
    NoExecute = 0x8,

    /// <summary>MOUNT_ATTR_NOATIME.</summary>
    NoAccessTime = 0x10,

    /// <summary>MOUNT_ATTR_STRICTATIME.</summary>
    StrictAccessTime = 0x20,
}
