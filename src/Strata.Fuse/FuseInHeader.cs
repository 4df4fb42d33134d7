using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_in_header of linux/fuse.h. What every request starts with.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseInHeader
{
    public uint Len;
    public uint Opcode;
    public ulong Unique;
    public ulong Nodeid;
    public uint Uid;
    public uint Gid;
    public uint Pid;
    public ushort TotalExtlen;
    public ushort Padding;
}
