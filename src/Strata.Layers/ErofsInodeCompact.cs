using System.Runtime.InteropServices;

namespace Strata.Layers;

/// <summary>struct erofs_inode_compact, 32 bytes: 16-bit owners and links, 32-bit size, the time of the superblock.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ErofsInodeCompact
{
    /// <summary>Bytes of the inode.</summary>
    public const int Length = 32;

    /// <summary>Bit 0: extended; bits 1 to 3: data layout.</summary>
    public ushort Format;

    /// <summary>0, or 1 for the xattr header and 1 for each 4 bytes behind it.</summary>
    public ushort XattrCount;

    public ushort Mode;
    public ushort Links;
    public uint Size;

    /// <summary>From Linux 6.15 seconds after the superblock's time, ignored before: always 0.</summary>
    public uint Reserved;

    /// <summary>The first block, the chunk format, or the device.</summary>
    public uint Union;

    public uint Ino;
    public ushort Uid;
    public ushort Gid;
    public uint Reserved2;
}
