using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_rename_in of linux/fuse.h. RENAME, followed by both names.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseRenameIn
{
    public ulong Newdir;
}
