using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>struct statx of linux/stat.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct StatX
{
    public const uint Basic = 0x7ff;
    public const uint BasicAndBirth = Basic | 0x800;

    public uint Mask;
    public uint BlockSize;
    public ulong Attributes;
    public uint Links;
    public uint Uid;
    public uint Gid;
    public ushort Mode;
    public ushort Spare0;
    public ulong Ino;
    public ulong Size;
    public ulong Blocks;
    public ulong AttributesMask;
    public StatXTimestamp Accessed;
    public StatXTimestamp Created;
    public StatXTimestamp Changed;
    public StatXTimestamp Modified;
    public uint RdevMajor;
    public uint RdevMinor;
    public uint DevMajor;
    public uint DevMinor;
    public ulong MountId;
    public uint DirectIoMemoryAlign;
    public uint DirectIoOffsetAlign;
    public fixed ulong Spare3[12];

    public readonly void ToFileStat(out FileStat stat) => stat = new FileStat
    {
        Mode = Mode,
        Links = Links,
        Uid = Uid,
        Gid = Gid,
        Ino = Ino,
        Size = Size,
        Blocks = Blocks,
        BlockSize = BlockSize,
        Rdev = new DeviceNumber(RdevMajor, RdevMinor),
        Dev = new DeviceNumber(DevMajor, DevMinor),
        Accessed = Accessed.ToTimestamp(),
        Modified = Modified.ToTimestamp(),
        Changed = Changed.ToTimestamp(),
        Created = Created.ToTimestamp(),
    };
}
