using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_fsync_in of linux/fuse.h. FSYNC and FSYNCDIR.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseFsyncIn
{
    public ulong Fh;
    public uint FsyncFlags;
    public uint Padding;
}
