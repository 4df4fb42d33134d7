using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_notify_store_out of linux/fuse.h. Notification: bytes for the page cache; followed by <see cref="Size"/> bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseNotifyStoreOut
{
    public ulong Nodeid;
    public ulong Offset;
    public uint Size;
    public uint Padding;
}
