using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>struct fuse_setattr_in of linux/fuse.h. SETATTR.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseSetattrIn
{
    public uint Valid;
    public uint Padding;
    public ulong Fh;
    public ulong Size;
    public ulong LockOwner;
    public ulong Atime;
    public ulong Mtime;
    public ulong Ctime;
    public uint Atimensec;
    public uint Mtimensec;
    public uint Ctimensec;
    public uint Mode;
    public uint Unused4;
    public uint Uid;
    public uint Gid;
    public uint Unused5;

    public readonly void ToChange(out AttributeChange change)
    {
        AttributeFields fields = (AttributeFields)Valid;
        AttributeFields wanted = fields & ~(AttributeFields.Handle | AttributeFields.LockOwner);
        change = new AttributeChange
        {
            // What the VFS asks before a write, fallocate or copy by a caller without CAP_FSETID, and in chown(2) to nobody
            // new: fuse_setattr takes ATTR_KILL_SUID and ATTR_KILL_SGID out with HANDLE_KILLPRIV_V2, and nothing is left.
            Fields = wanted == AttributeFields.None ? AttributeFields.KillSetId : wanted,
            Mode = Mode,
            Uid = Uid,
            Gid = Gid,
            Size = (long)Size,
            Accessed = TimeOf(fields, AttributeFields.Accessed, AttributeFields.AccessedNow, Atime, Atimensec),
            Modified = TimeOf(fields, AttributeFields.Modified, AttributeFields.ModifiedNow, Mtime, Mtimensec),
        };
    }

    private static Timestamp TimeOf(AttributeFields fields, AttributeFields given, AttributeFields now, ulong seconds, uint nanoseconds)
    {
        if ((fields & now) != 0)
        {
            return Timestamp.Now;
        }

        return (fields & given) != 0 ? new Timestamp((long)seconds, nanoseconds) : Timestamp.Omit;
    }
}
