using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_write_out of linux/fuse.h. The reply to WRITE and COPY_FILE_RANGE.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseWriteOut
{
    public uint Size;
    public uint Padding;
}
