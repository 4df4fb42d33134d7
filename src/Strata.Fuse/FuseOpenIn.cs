using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_open_in of linux/fuse.h. OPEN and OPENDIR.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseOpenIn
{
    public uint Flags;
    public uint OpenFlags;
}
