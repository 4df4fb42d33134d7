using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_access_in of linux/fuse.h. ACCESS.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseAccessIn
{
    public uint Mask;
    public uint Padding;
}
