namespace Strata.Fuse;

/// <summary>FATTR_* of linux/fuse.h: what a SETATTR changes.</summary>
[Flags]
public enum AttributeFields : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>FATTR_MODE.</summary>
    Mode = 1 << 0,

    /// <summary>FATTR_UID.</summary>
    Uid = 1 << 1,

    /// <summary>FATTR_GID.</summary>
    Gid = 1 << 2,

    /// <summary>FATTR_SIZE.</summary>
    Size = 1 << 3,

    /// <summary>FATTR_ATIME.</summary>
    Accessed = 1 << 4,

    /// <summary>FATTR_MTIME.</summary>
    Modified = 1 << 5,

    /// <summary>FATTR_FH: the request has a file handle; handed over as an argument of its own.</summary>
    Handle = 1 << 6,

    /// <summary>FATTR_ATIME_NOW: the time of the call; <see cref="AttributeChange.Accessed"/> is then <c>Timestamp.Now</c>.</summary>
    AccessedNow = 1 << 7,

    /// <summary>FATTR_MTIME_NOW.</summary>
    ModifiedNow = 1 << 8,

    /// <summary>FATTR_LOCKOWNER.</summary>
    LockOwner = 1 << 9,

    /// <summary>FATTR_CTIME: only with a writeback cache, which is not negotiated.</summary>
    Changed = 1 << 10,

    /// <summary>
    /// FATTR_KILL_SUIDGID: clear the set-id bits. With <see cref="Size"/> the caller of truncate(2) has no CAP_FSETID; alone
    /// it is about to write, to allocate or to copy, or called chown(2) without a new owner.
    /// </summary>
    KillSetId = 1 << 11,
}
