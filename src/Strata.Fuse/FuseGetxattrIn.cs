using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_getxattr_in of linux/fuse.h. GETXATTR, followed by the name, and LISTXATTR.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseGetxattrIn
{
    public uint Size;
    public uint Padding;
}
