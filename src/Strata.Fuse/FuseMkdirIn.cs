using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_mkdir_in of linux/fuse.h. MKDIR, followed by the name.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseMkdirIn
{
    public uint Mode;
    public uint Umask;
}
