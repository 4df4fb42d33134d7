using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_notify_inval_entry_out of linux/fuse.h. Notification: a name is no longer true; followed by the name with its NUL.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseNotifyInvalEntryOut
{
    public ulong Parent;
    public uint Namelen;
    public uint Flags;
}
