using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>
/// An inode of the union that somebody knows. It stays the same over copy-up, renames and the removal of its names, until
/// it is dropped (<see cref="UnionTree.Release"/>). Its state belongs to the tree and is guarded by the tree's lock.
/// </summary>
public sealed class UnionNode : NodeName
{
    /// <summary>For whoever hands nodes out: the number under which it does.</summary>
    public ulong Tag;

    /// <summary>For whoever hands nodes out: a note of theirs.</summary>
    public bool IsMarked;

    internal LowerId Lower;
    internal volatile UpperState? Upper;
    internal int Children; // Names in the table that lie in this directory: it must be found as long as they are.
    internal int PinnedLower; // Open files whose lower descriptor the kernel reads by itself.
    internal byte KindBits;
    internal bool IsUnlinked;
    internal bool IsSuccessor; // Took its name over from a node that may still be known by it.
    internal int References; // Given out and not given back.
    internal uint Serial;

    internal UnionNode()
    {
    }

    /// <summary>The inode number that stat shows.</summary>
    public ulong Ino { get; internal set; }

    /// <summary>The type as d_type of readdir(3).</summary>
    public byte Kind => KindBits;

    /// <summary>Whether its name has moved to a new node, whose attributes it shows (<see cref="UnionTree.DetachPinned"/>): they change unseen.</summary>
    public bool IsDetached { get; internal set; }

    /// <summary>Whether it lies in the upper, so that changing it copies nothing up.</summary>
    public bool IsInUpper => Upper is not null;

    /// <summary>Whether its content lies in the upper, too, and not in the lower.</summary>
    internal bool HasUpperContent => Upper is { HasContent: true };

    /// <summary>Whether only its attributes lie in the upper (metacopy).</summary>
    internal bool HasContentBelow => Upper is { HasContent: false } && IsRegular && !Lower.IsNone;

    /// <summary>Whether this is a directory.</summary>
    public bool IsDirectory => KindBits == FileMode.Directory >> 12;

    internal bool IsRegular => KindBits == FileMode.Regular >> 12;

    internal bool IsSymlink => KindBits == FileMode.Symlink >> 12;

    internal override UnionNode Target => this;
}
