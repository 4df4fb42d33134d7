using Strata.Linux;

namespace Strata.Fuse;

/// <summary>The attributes of an inode, and how long they stay true.</summary>
public struct AttributesReply
{
    /// <summary>The attributes; <see cref="FileStat.Created"/> is shown by statx(2) unless it is zero.</summary>
    public FileStat Stat;

    /// <summary>How long the kernel may answer stat(2) by itself.</summary>
    public CacheTime Timeout;
}
