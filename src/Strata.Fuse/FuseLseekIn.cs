using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_lseek_in of linux/fuse.h. LSEEK, only for SEEK_DATA and SEEK_HOLE.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseLseekIn
{
    public ulong Fh;
    public ulong Offset;
    public uint Whence;
    public uint Padding;
}
