using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_attr_out of linux/fuse.h. The reply to GETATTR and SETATTR.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseAttrOut
{
    public ulong AttrValid;
    public uint AttrValidNsec;
    public uint Dummy;
    public FuseAttr Attr;

    public static void Write(in AttributesReply reply, out FuseAttrOut wire)
    {
        wire = new FuseAttrOut { AttrValid = reply.Timeout.Seconds, AttrValidNsec = reply.Timeout.Nanoseconds };
        FuseAttr.Write(reply.Stat, out wire.Attr);
    }
}
