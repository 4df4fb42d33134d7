using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_batch_forget_in of linux/fuse.h. BATCH_FORGET, followed by <see cref="Count"/> times <see cref="FuseForgetOne"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseBatchForgetIn
{
    public uint Count;
    public uint Dummy;
}
