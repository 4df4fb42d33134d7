using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_entry_out of linux/fuse.h. The reply to LOOKUP and whatever makes a name.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseEntryOut
{
    public ulong Nodeid;
    public ulong Generation;
    public ulong EntryValid;
    public ulong AttrValid;
    public uint EntryValidNsec;
    public uint AttrValidNsec;
    public FuseAttr Attr;

    public static void Write(in EntryReply entry, out FuseEntryOut wire)
    {
        wire = new FuseEntryOut
        {
            Nodeid = entry.Node.Value,
            Generation = entry.Generation,
            EntryValid = entry.EntryTimeout.Seconds,
            EntryValidNsec = entry.EntryTimeout.Nanoseconds,
            AttrValid = entry.AttributesTimeout.Seconds,
            AttrValidNsec = entry.AttributesTimeout.Nanoseconds,
        };
        if (!entry.Node.IsNone)
        {
            FuseAttr.Write(entry.Stat, out wire.Attr);
        }
    }
}
