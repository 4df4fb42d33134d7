using System.Runtime.InteropServices;

namespace Strata.Layers;

/// <summary>struct erofs_super_block, little-endian, 128 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ErofsSuperblock
{
    public uint Magic;

    /// <summary>CRC-32C from here to the end of block 0 with this field zero, without the final inversion.</summary>
    public uint Checksum;

    public uint CompatibleFeatures;
    public byte BlockBits;
    public byte ExtensionSlots;
    public ushort RootNid;
    public ulong Inodes;

    /// <summary>The time of every compact inode, seconds.</summary>
    public long BuildTime;

    public uint BuildTimeNanoseconds;
    public uint Blocks;
    public uint MetadataBlock;
    public uint SharedXattrBlock;
    public ulong UuidFirst;
    public ulong UuidLast;
    public ulong VolumeNameFirst;
    public ulong VolumeNameLast;
    public uint IncompatibleFeatures;
    public ushort CompressionAlgorithms;
    public ushort ExtraDevices;
    public ushort DeviceTableSlot;
    public byte DirectoryBlockBits;
    public byte XattrPrefixes;
    public uint XattrPrefixStart;
    public ulong PackedNid;
    public byte XattrFilterReserved;
    public byte Reserved0;
    public ushort Reserved1;
    public uint Reserved2;
    public ulong Reserved3;
    public ulong Reserved4;
}
