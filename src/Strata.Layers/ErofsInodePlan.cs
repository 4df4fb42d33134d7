namespace Strata.Layers;

/// <summary>What is decided of an inode before any is written.</summary>
internal struct ErofsInodePlan
{
    /// <summary>Offset in the file; 0 as long as it has none.</summary>
    public long Position;

    /// <summary>i_size.</summary>
    public long Size;

    /// <summary>Names that an inode is said to have.</summary>
    public int Links;

    /// <summary>The first of a directory's children in <see cref="ErofsPlan.Children"/>.</summary>
    public int FirstChild;

    /// <summary>A directory's children, with "." and "..".</summary>
    public int ChildCount;

    /// <summary>The directory's parent, an inode.</summary>
    public int Parent;

    public int XattrSize;

    /// <summary>Bytes behind the xattrs.</summary>
    public int Tail;

    /// <summary>Whole blocks elsewhere.</summary>
    public int DataBlocks;

    /// <summary>The first of them, counted from the first block of data.</summary>
    public uint DataBlock;

    /// <summary>ErofsFormat.Layout*.</summary>
    public int Layout;

    public bool IsExtended;

    /// <summary>Bytes of the inode itself.</summary>
    public readonly int InodeSize => IsExtended ? ErofsInodeExtended.Length : ErofsInodeCompact.Length;

    /// <summary>The nid.</summary>
    public readonly ulong Nid => (ulong)Position / ErofsFormat.SlotSize;
}
