using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_statx_in of linux/fuse.h. STATX.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseStatxIn
{
    public uint GetattrFlags;
    public uint Reserved;
    public ulong Fh;
    public uint SxFlags;
    public uint SxMask;
}
