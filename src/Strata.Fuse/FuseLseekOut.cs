using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_lseek_out of linux/fuse.h. The reply to LSEEK.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseLseekOut
{
    public ulong Offset;
}
