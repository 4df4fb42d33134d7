using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>struct fuse_backing_map of linux/fuse.h, from 7.40 on.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseBackingMap
{
    public int Fd;
    public uint Flags;
    public ulong Padding;
}
