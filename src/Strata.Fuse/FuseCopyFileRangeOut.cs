using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_copy_file_range_out of linux/fuse.h. The reply to COPY_FILE_RANGE_64.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseCopyFileRangeOut
{
    public ulong BytesCopied;
}
