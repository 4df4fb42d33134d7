using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_notify_inval_inode_out of linux/fuse.h. Notification: attributes and cached pages are no longer true.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseNotifyInvalInodeOut
{
    public ulong Ino;
    public long Off;
    public long Len;
}
