using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_flush_in of linux/fuse.h. FLUSH.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseFlushIn
{
    public ulong Fh;
    public uint Unused;
    public uint Padding;
    public ulong LockOwner;
}
