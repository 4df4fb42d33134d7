using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_forget_in of linux/fuse.h. FORGET.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseForgetIn
{
    public ulong Nlookup;
}
