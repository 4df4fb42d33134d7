using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>struct fuse_statx of linux/fuse.h. The attributes of an inode on the wire, with the time of creation.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseStatx
{
    private const uint BasicStats = 0x7ff; // STATX_BASIC_STATS
    private const uint BirthTime = 0x800; // STATX_BTIME

    public uint Mask;
    public uint Blksize;
    public ulong Attributes;
    public uint Nlink;
    public uint Uid;
    public uint Gid;
    public ushort Mode;
    public ushort Spare0;
    public ulong Ino;
    public ulong Size;
    public ulong Blocks;
    public ulong AttributesMask;
    public FuseSxTime Atime;
    public FuseSxTime Btime;
    public FuseSxTime Ctime;
    public FuseSxTime Mtime;
    public uint RdevMajor;
    public uint RdevMinor;
    public uint DevMajor;
    public uint DevMinor;
    public ulong Spare2;
    public ulong Spare3;
    public ulong Spare4;
    public ulong Spare5;
    public ulong Spare6;
    public ulong Spare7;
    public ulong Spare8;
    public ulong Spare9;
    public ulong Spare10;
    public ulong Spare11;
    public ulong Spare12;
    public ulong Spare13;
    public ulong Spare14;
    public ulong Spare15;

    public static void Write(in FileStat stat, out FuseStatx wire) => wire = new FuseStatx
    {
        Mask = stat.Created == default ? BasicStats : BasicStats | BirthTime,
        Blksize = stat.BlockSize,
        Nlink = stat.Links,
        Uid = stat.Uid,
        Gid = stat.Gid,
        Mode = (ushort)stat.Mode,
        Ino = stat.Ino,
        Size = stat.Size,
        Blocks = stat.Blocks,
        Atime = FuseSxTime.From(stat.Accessed),
        Btime = FuseSxTime.From(stat.Created),
        Ctime = FuseSxTime.From(stat.Changed),
        Mtime = FuseSxTime.From(stat.Modified),
        RdevMajor = stat.Rdev.Major,
        RdevMinor = stat.Rdev.Minor,
        DevMajor = stat.Dev.Major,
        DevMinor = stat.Dev.Minor,
    };
}
