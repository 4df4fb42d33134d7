namespace Strata.Fuse;

/// <summary>What kernel and session agreed on.</summary>
public sealed record SessionFeatures
{
    /// <summary>The kernel's minor protocol version; 45 is Linux 6.18, 31 is Linux 5.4.</summary>
    public required uint Minor { get; init; }

    /// <summary>
    /// Files may be opened with a backing file. Registering one can still fail: EPERM in a user namespace, ELOOP for a file
    /// on a stacked file system. Fall back to answering reads, never to an error.
    /// </summary>
    public required bool Passthrough { get; init; }

    /// <summary>The set-id bits are the file system's to clear on write, truncate and chown (HANDLE_KILLPRIV_V2).</summary>
    public required bool KillsSetId { get; init; }

    /// <summary>The kernel checks POSIX ACLs.</summary>
    public required bool PosixAcl { get; init; }

    /// <summary>OPENDIR may be answered with ENOSYS.</summary>
    public required bool NoOpenDirectory { get; init; }

    /// <summary>OPEN may be answered with ENOSYS.</summary>
    public required bool NoOpen { get; init; }

    /// <summary>Largest READ and WRITE in bytes.</summary>
    public required int MaxTransfer { get; init; }
}
