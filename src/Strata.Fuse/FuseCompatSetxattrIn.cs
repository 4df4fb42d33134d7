using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>The beginning of struct fuse_setxattr_in, all that is sent without SETXATTR_EXT (before Linux 5.13).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseCompatSetxattrIn
{
    public uint Size;
    public uint Flags;
}
