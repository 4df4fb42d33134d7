using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_fallocate_in of linux/fuse.h. FALLOCATE.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseFallocateIn
{
    public ulong Fh;
    public ulong Offset;
    public ulong Length;
    public uint Mode;
    public uint Padding;
}
