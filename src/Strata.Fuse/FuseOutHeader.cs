using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_out_header of linux/fuse.h. What every reply and notification starts with.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseOutHeader
{
    public uint Len;
    public int Error;
    public ulong Unique;
}
