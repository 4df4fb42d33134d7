using System.Runtime.InteropServices;

namespace Strata.Fuse;

/// <summary>struct fuse_open_out of linux/fuse.h. The reply to OPEN, OPENDIR and, after the entry, CREATE and TMPFILE.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseOpenOut
{
    public ulong Fh;
    public uint OpenFlags;
    public int BackingId;

    public static void Write(in OpenReply reply, out FuseOpenOut wire)
    {
        OpenReplyFlags flags = reply.Backing.IsNone ? reply.Flags & ~OpenReplyFlags.Passthrough : reply.Flags | OpenReplyFlags.Passthrough;
        wire = new FuseOpenOut { Fh = reply.Handle.Value, OpenFlags = (uint)flags, BackingId = reply.Backing.Value };
    }
}
