using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Layers;

/// <summary>An inode read from an image, of either on-disk form, with where its parts lie in the file.</summary>
internal struct ErofsInode
{
    public uint Mode;
    public uint Links;
    public uint Uid;
    public uint Gid;
    public long Size;
    public Timestamp Modified;

    /// <summary>ErofsFormat.Layout*.</summary>
    public int Layout;

    /// <summary>The first block, the chunk format, or the device.</summary>
    public uint Union;

    /// <summary>Offset of the xattrs in the file.</summary>
    public long XattrOffset;

    /// <summary>Bytes of the xattrs, 0 for none.</summary>
    public int XattrSize;

    /// <summary>Offset of what follows the xattrs: the tail, or the chunk table.</summary>
    public readonly long TailOffset => XattrOffset + XattrSize;

    public readonly uint Type => Mode & FileMode.TypeMask;
}
