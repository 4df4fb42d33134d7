using Strata.Linux;

namespace Strata.Fuse;

/// <summary>
/// A name and the inode behind it. Every reply with a node counts as one lookup of it, which <see cref="IFileSystem.Forget"/>
/// takes back one day. A reply without a node (<see cref="NodeId.IsNone"/>) is a negative entry: the name is not there, and
/// the kernel need not ask again for <see cref="EntryTimeout"/>.
/// </summary>
public struct EntryReply
{
    /// <summary>The inode; none for a negative entry.</summary>
    public NodeId Node;

    /// <summary>Tells apart inodes that had the same <see cref="Node"/> one after the other.</summary>
    public ulong Generation;

    /// <summary>The attributes. <see cref="FileStat.Ino"/> is what stat(2) shows and need not be the node id.</summary>
    public FileStat Stat;

    /// <summary>How long the name keeps leading to this inode.</summary>
    public CacheTime EntryTimeout;

    /// <summary>How long <see cref="Stat"/> stays true.</summary>
    public CacheTime AttributesTimeout;

    /// <summary>A name that is not there, remembered for <paramref name="timeout"/>.</summary>
    public static EntryReply Negative(CacheTime timeout) => new() { EntryTimeout = timeout };
}
