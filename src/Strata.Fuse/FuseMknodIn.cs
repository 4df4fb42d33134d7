using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_mknod_in of linux/fuse.h. MKNOD, followed by the name.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseMknodIn
{
    public uint Mode;
    public uint Rdev;
    public uint Umask;
    public uint Padding;
}
