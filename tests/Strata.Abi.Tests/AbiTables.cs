namespace Strata.Abi.Tests;

/// <summary>
/// Everything that is checked. To add a struct, put a line into the group of its assembly and header (or a new group), and
/// let its assembly say <c>InternalsVisibleTo("Strata.Abi.Tests")</c>. What no header of Debian 12 has goes into newer.h.
/// </summary>
internal static partial class AbiTables
{
    public static AbiGroup[] All =>
    [
        Fuse, FuseIoctl, Handles, OpenAt2, StatX, StatFs, IoVector, FileLock, Poll, Terminal, Flags, MountFlags, Errno, Zstd, Seccomp,
        Erofs,
        Syscalls, Capabilities, Clone, MountAttributes, MountContexts, Loop,
    ];
}
