using Strata.Linux;

namespace Strata.Layers;

public sealed partial class ChainImage
{
    /// <summary>The xattrs of an inode that users see. What is wrong with the inode is told by the first <see cref="ChainXattrReader.Next"/>.</summary>
    public ChainXattrReader ReadXattrs(ulong nid) =>
        TryReadInode(nid, out ErofsInode inode) ? new ChainXattrReader(this, inode) : new ChainXattrReader(Errno.EUCLEAN);

    /// <summary>The value of one xattr, getxattr(2). ENODATA: there is none of that name; EUCLEAN: malformed.</summary>
    /// <param name="nid">The inode.</param>
    /// <param name="name">The full name, such as <c>user.note</c>.</param>
    /// <param name="value">The value, in the image.</param>
    public Errno GetXattr(ulong nid, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        ChainXattrReader xattrs = ReadXattrs(nid);
        Errno error;
        while (xattrs.Next(out error))
        {
            if (xattrs.NameIs(name))
            {
                value = xattrs.Value;
                return Errno.Ok;
            }
        }

        value = default;
        return error == Errno.Ok ? Errno.ENODATA : error;
    }

    internal ReadOnlySpan<byte> XattrBody(scoped in ErofsInode inode) => map.Slice(inode.XattrOffset, inode.XattrSize);

    // From the entry on as far as one can be long: the entry itself says where it ends.
    internal bool TrySharedXattr(uint number, out ReadOnlySpan<byte> bytes)
    {
        const int MaxEntry = ErofsXattrEntry.Length + byte.MaxValue + ushort.MaxValue;
        long offset = ((long)superblock.SharedXattrBlock << ErofsFormat.BlockBits) + ((long)number * sizeof(uint));
        return TrySlice(offset, Math.Min(MaxEntry, Math.Max(map.Length - offset, 0)), out bytes);
    }
}
