using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_forget_one of linux/fuse.h. One node of a BATCH_FORGET.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseForgetOne
{
    public ulong Nodeid;
    public ulong Nlookup;
}
