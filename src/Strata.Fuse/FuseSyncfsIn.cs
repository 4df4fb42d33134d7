using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_syncfs_in of linux/fuse.h. SYNCFS.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseSyncfsIn
{
    public ulong Padding;
}
