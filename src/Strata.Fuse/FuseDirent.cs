using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_dirent of linux/fuse.h. An entry of a READDIR, followed by the name and padded to 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseDirent
{
    public ulong Ino;
    public ulong Off;
    public uint Namelen;
    public uint Type;
}
