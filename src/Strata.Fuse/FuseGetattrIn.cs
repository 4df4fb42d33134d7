using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_getattr_in of linux/fuse.h. GETATTR.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseGetattrIn
{
    public uint GetattrFlags;
    public uint Dummy;
    public ulong Fh;
}
