using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_release_in of linux/fuse.h. RELEASE and RELEASEDIR.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseReleaseIn
{
    public ulong Fh;
    public uint Flags;
    public uint ReleaseFlags;
    public ulong LockOwner;
}
