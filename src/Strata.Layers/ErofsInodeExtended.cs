using System.Runtime.InteropServices;

namespace Strata.Layers;

/// <summary>struct erofs_inode_extended, 64 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ErofsInodeExtended
{
    /// <summary>Bytes of the inode.</summary>
    public const int Length = 64;

    /// <summary>Bit 0: extended; bits 1 to 3: data layout.</summary>
    public ushort Format;

    /// <summary>0, or 1 for the xattr header and 1 for each 4 bytes behind it.</summary>
    public ushort XattrCount;

    public ushort Mode;
    public ushort Reserved;
    public ulong Size;

    /// <summary>The first block, the chunk format, or the device.</summary>
    public uint Union;

    public uint Ino;
    public uint Uid;
    public uint Gid;
    public long Modified;
    public uint ModifiedNanoseconds;
    public uint Links;
    public ulong Reserved2;
    public ulong Reserved3;
}
