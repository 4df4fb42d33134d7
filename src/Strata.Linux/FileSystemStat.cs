using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>struct statfs of asm/statfs.h on 64-bit Linux, statfs(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FileSystemStat
{
    /// <summary>The magic number of the file system's kind.</summary>
    public long Type;

    /// <summary>Bytes of a block.</summary>
    public long BlockSize;

    /// <summary>All blocks.</summary>
    public ulong Blocks;

    /// <summary>Free blocks.</summary>
    public ulong BlocksFree;

    /// <summary>Blocks free to unprivileged users.</summary>
    public ulong BlocksAvailable;

    /// <summary>All inodes.</summary>
    public ulong Files;

    /// <summary>Free inodes.</summary>
    public ulong FilesFree;

    /// <summary>Identity of the file system.</summary>
    public ulong FileSystemId;

    /// <summary>Longest name in bytes.</summary>
    public long NameLength;

    /// <summary>Bytes of a fragment.</summary>
    public long FragmentSize;

    /// <summary>Flags of the mount.</summary>
    public long Flags;

    private readonly ulong spare0;
    private readonly ulong spare1;
    private readonly ulong spare2;
    private readonly ulong spare3;
}
