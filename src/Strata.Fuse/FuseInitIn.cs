using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_init_in of linux/fuse.h. INIT, from 7.36 on; older kernels end it after <see cref="Flags"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseInitIn
{
    public uint Major;
    public uint Minor;
    public uint MaxReadahead;
    public uint Flags;
    public uint Flags2;
    public uint Unused0;
    public uint Unused1;
    public uint Unused2;
    public uint Unused3;
    public uint Unused4;
    public uint Unused5;
    public uint Unused6;
    public uint Unused7;
    public uint Unused8;
    public uint Unused9;
    public uint Unused10;
}
