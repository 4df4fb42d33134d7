using Strata.Linux;

namespace Strata.Fuse;

/// <summary>How a file is to be opened.</summary>
/// <param name="Flags">Access mode and flags of open(2). O_TRUNC is the file system's to do (ATOMIC_O_TRUNC); O_APPEND is the kernel's.</param>
/// <param name="KillSetId">With O_TRUNC by a caller without CAP_FSETID: clear the set-id bits as write(2) does.</param>
public readonly record struct OpenRequest(OpenFlags Flags, bool KillSetId)
{
    /// <summary>Whether the file may be written through this open.</summary>
    public bool ForWriting => (Flags & OpenFlags.AccessMask) != OpenFlags.ReadOnly;

    /// <summary>Whether the content is to be thrown away.</summary>
    public bool Truncates => (Flags & OpenFlags.Truncate) != 0;
}
