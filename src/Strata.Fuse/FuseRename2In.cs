using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_rename2_in of linux/fuse.h. RENAME2, followed by both names.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseRename2In
{
    public ulong Newdir;
    public uint Flags;
    public uint Padding;
}
