using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_write_in of linux/fuse.h. WRITE, followed by <see cref="Size"/> bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseWriteIn
{
    public ulong Fh;
    public ulong Offset;
    public uint Size;
    public uint WriteFlags;
    public ulong LockOwner;
    public uint Flags;
    public uint Padding;
}
