using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_statx_out of linux/fuse.h. The reply to STATX.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseStatxOut
{
    public ulong AttrValid;
    public uint AttrValidNsec;
    public uint Flags;
    public ulong Spare0;
    public ulong Spare1;
    public FuseStatx Stat;

    public static void Write(in AttributesReply reply, out FuseStatxOut wire)
    {
        wire = new FuseStatxOut { AttrValid = reply.Timeout.Seconds, AttrValidNsec = reply.Timeout.Nanoseconds };
        FuseStatx.Write(reply.Stat, out wire.Stat);
    }
}
