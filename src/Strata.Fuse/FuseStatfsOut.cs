using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>struct fuse_statfs_out of linux/fuse.h. The reply to STATFS (struct fuse_kstatfs inside).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseStatfsOut
{
    public ulong Blocks;
    public ulong Bfree;
    public ulong Bavail;
    public ulong Files;
    public ulong Ffree;
    public uint Bsize;
    public uint Namelen;
    public uint Frsize;
    public uint Padding;
    public ulong Spare0;
    public ulong Spare1;
    public ulong Spare2;

    public static void Write(in FileSystemStat stat, out FuseStatfsOut wire) => wire = new FuseStatfsOut
    {
        Blocks = stat.Blocks,
        Bfree = stat.BlocksFree,
        Bavail = stat.BlocksAvailable,
        Files = stat.Files,
        Ffree = stat.FilesFree,
        Bsize = (uint)stat.BlockSize,
        Namelen = (uint)stat.NameLength,
        Frsize = (uint)stat.FragmentSize,
    };
}
