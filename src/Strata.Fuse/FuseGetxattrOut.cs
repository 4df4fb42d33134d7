using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_getxattr_out of linux/fuse.h. The reply to GETXATTR and LISTXATTR of size 0: how long the value is.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseGetxattrOut
{
    public uint Size;
    public uint Padding;
}
