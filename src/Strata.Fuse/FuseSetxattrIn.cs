using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_setxattr_in of linux/fuse.h. SETXATTR with SETXATTR_EXT, followed by the name and <see cref="Size"/> bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseSetxattrIn
{
    public uint Size;
    public uint Flags;
    public uint SetxattrFlags;
    public uint Padding;
}
