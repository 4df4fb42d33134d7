using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_notify_delete_out of linux/fuse.h. Notification: a name was removed; followed by the name with its NUL.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseNotifyDeleteOut
{
    public ulong Parent;
    public ulong Child;
    public uint Namelen;
    public uint Padding;
}
