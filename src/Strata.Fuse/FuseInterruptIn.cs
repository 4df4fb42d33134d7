using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_interrupt_in of linux/fuse.h. INTERRUPT.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseInterruptIn
{
    public ulong Unique;
}
