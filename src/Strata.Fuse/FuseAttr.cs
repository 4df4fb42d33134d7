using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>struct fuse_attr of linux/fuse.h. The attributes of an inode on the wire.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseAttr
{
    public ulong Ino;
    public ulong Size;
    public ulong Blocks;
    public ulong Atime;
    public ulong Mtime;
    public ulong Ctime;
    public uint Atimensec;
    public uint Mtimensec;
    public uint Ctimensec;
    public uint Mode;
    public uint Nlink;
    public uint Uid;
    public uint Gid;
    public uint Rdev;
    public uint Blksize;
    public uint Flags;

    public static void Write(in FileStat stat, out FuseAttr attr) => attr = new FuseAttr
    {
        Ino = stat.Ino,
        Size = stat.Size,
        Blocks = stat.Blocks,
        Atime = (ulong)stat.Accessed.Seconds,
        Mtime = (ulong)stat.Modified.Seconds,
        Ctime = (ulong)stat.Changed.Seconds,
        Atimensec = stat.Accessed.Nanoseconds,
        Mtimensec = stat.Modified.Nanoseconds,
        Ctimensec = stat.Changed.Nanoseconds,
        Mode = stat.Mode,
        Nlink = stat.Links,
        Uid = stat.Uid,
        Gid = stat.Gid,
        Rdev = stat.Rdev.Encoded,
        Blksize = stat.BlockSize,
    };
}
