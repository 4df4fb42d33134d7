using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_create_in of linux/fuse.h. CREATE and TMPFILE, followed by the name.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseCreateIn
{
    public uint Flags;
    public uint Mode;
    public uint Umask;
    public uint OpenFlags;
}
