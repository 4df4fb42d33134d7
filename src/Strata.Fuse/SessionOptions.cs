using Strata.Linux;

namespace Strata.Fuse;

/// <summary>What a session asks the kernel for.</summary>
public sealed record SessionOptions
{
    /// <summary>
    /// Threads that may answer requests, at least 1. One does all the work while it is quick, which is best; others come in
    /// while it is stuck in a handler for more than some milliseconds.
    /// </summary>
    public int Readers { get; init; } = 4;

    /// <summary>Largest READ and WRITE in bytes, a multiple of 4096 from 4096 up to 1 MiB.</summary>
    public int MaxTransfer { get; init; } = 1 << 20;

    /// <summary>
    /// FUSE_POSIX_ACL: the kernel checks ACLs, for which it asks the xattrs <c>system.posix_acl_access</c> and
    /// <c>…_default</c> of inodes that the caller does not own.
    /// </summary>
    public bool PosixAcl { get; init; } = true;

    /// <summary>FUSE_PASSTHROUGH, where the kernel offers it.</summary>
    public bool Passthrough { get; init; } = true;

    /// <summary>
    /// FUSE_ALLOW_IDMAP (Linux 6.12): the mount may be given other ids by mount_setattr(2). Only for a mount with
    /// default_permissions: the kernel gives the connection up otherwise. From then on only requests that create say who asks.
    /// </summary>
    public bool AllowIdMap { get; init; }

    /// <summary>READDIRPLUS for every directory. Off: READDIR, and a LOOKUP for every name that is used.</summary>
    public bool ReadDirectoryPlus { get; init; } = true;

    /// <summary>Told of each request before it is answered: what, of which inode, by whom, and the error. Called from several threads.</summary>
    public Action<FuseOpcode, NodeId, Caller, Errno>? Trace { get; init; }
}
