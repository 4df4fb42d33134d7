namespace Strata.Fuse;

/// <summary>What the kernel holds of an inode: a number of the file system's own choice. 0 is no node.</summary>
public readonly record struct NodeId(ulong Value)
{
    /// <summary>FUSE_ROOT_ID: the root, known to the kernel from the start and never forgotten.</summary>
    public static NodeId Root => new(1);

    /// <summary>Whether this is no node: in an <see cref="EntryReply"/>, a name that is not there.</summary>
    public bool IsNone => Value == 0;
}
