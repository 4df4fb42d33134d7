using System.Runtime.InteropServices;
using Strata.Blobs;
using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Layers;

public sealed partial class ChainImage
{
    private static readonly int FirstSlot = (ErofsFormat.SuperblockOffset + ErofsFormat.SuperblockSize) / ErofsFormat.SlotSize;

    /// <summary>Reads an inode. EUCLEAN: there is no sound inode at <paramref name="nid"/>.</summary>
    public Errno GetInode(ulong nid, out ChainInode inode)
    {
        inode = default;
        if (!TryReadInode(nid, out ErofsInode raw))
        {
            return Errno.EUCLEAN;
        }

        inode.Stat = new FileStat
        {
            Mode = raw.Mode,
            Links = raw.Links,
            Uid = raw.Uid,
            Gid = raw.Gid,
            Ino = nid,
            Size = (ulong)raw.Size,
            Blocks = (ulong)ErofsFormat.Align(raw.Size, ErofsFormat.BlockSize) / 512,
            BlockSize = ErofsFormat.BlockSize,
            Accessed = raw.Modified,
            Modified = raw.Modified,
            Changed = raw.Modified,
        };
        switch (raw.Type)
        {
            case FileMode.CharDevice or FileMode.BlockDevice:
                inode.Stat.Rdev = DeviceNumber.FromEncoded(raw.Union);
                return Errno.Ok;
            case FileMode.Regular when raw.Layout == ErofsFormat.LayoutChunks:
                inode.Content = ChainContentKind.Object;
                return TryReadRedirect(raw, out inode.Object) ? Errno.Ok : Errno.EUCLEAN;
            case FileMode.Regular:
                inode.Content = ChainContentKind.Inline;
                return raw.Size <= LayerEntry.MaxInlineContent ? Errno.Ok : Errno.EUCLEAN;
            default:
                return Errno.Ok;
        }
    }

    /// <summary>
    /// The content of a file that is kept in the image. EINVAL: the inode is not a regular file, or its content is an
    /// object; EUCLEAN: malformed.
    /// </summary>
    public Errno GetContent(ulong nid, out ReadOnlySpan<byte> content) =>
        GetBytes(nid, FileMode.Regular, LayerEntry.MaxInlineContent, out content);

    /// <summary>The target of a symlink. EINVAL: the inode is not a symlink; EUCLEAN: malformed.</summary>
    public Errno ReadLink(ulong nid, out ReadOnlySpan<byte> target)
    {
        const int PathMax = 4096;
        return GetBytes(nid, FileMode.Symlink, PathMax - 1, out target);
    }

    private Errno GetBytes(ulong nid, uint type, int maxSize, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!TryReadInode(nid, out ErofsInode inode))
        {
            return Errno.EUCLEAN;
        }

        if (inode.Type != type || inode.Layout == ErofsFormat.LayoutChunks)
        {
            return Errno.EINVAL;
        }

        if (inode.Size > maxSize)
        {
            return Errno.EUCLEAN;
        }

        return inode.Size == 0 || TryGetBlock(inode, 0, out bytes) ? Errno.Ok : Errno.EUCLEAN;
    }

    // One block of a file, symlink or directory: 4096 bytes, or fewer at the end. The size is known to be above 0.
    private bool TryGetBlock(scoped in ErofsInode inode, long index, out ReadOnlySpan<byte> block)
    {
        long start = index << ErofsFormat.BlockBits;
        long length = Math.Min(inode.Size - start, ErofsFormat.BlockSize);
        bool isLast = start + length == inode.Size;
        if (length <= 0 || inode.Layout == ErofsFormat.LayoutChunks)
        {
            block = default;
            return false;
        }

        if (isLast && inode.Layout == ErofsFormat.LayoutInline)
        {
            // The kernel refuses a tail that crosses a block boundary, and so do we.
            long end = inode.TailOffset + length - 1;
            block = default;
            return inode.TailOffset >> ErofsFormat.BlockBits == end >> ErofsFormat.BlockBits && TrySlice(inode.TailOffset, length, out block);
        }

        return TrySlice(((long)inode.Union << ErofsFormat.BlockBits) + start, length, out block);
    }

    private bool TryReadInode(ulong nid, out ErofsInode inode)
    {
        inode = default;
        if (nid < (ulong)FirstSlot || nid >= (ulong)map.Length / ErofsFormat.SlotSize)
        {
            return false;
        }

        const int ExtendedBit = 1;
        const int MaxFormat = 0xF;
        long offset = (long)nid * ErofsFormat.SlotSize;
        if (!TrySlice(offset, ErofsInodeCompact.Length, out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        ErofsInodeCompact compact = MemoryMarshal.Read<ErofsInodeCompact>(bytes);
        inode.Layout = compact.Format >> 1;
        inode.Mode = compact.Mode;
        inode.XattrSize = compact.XattrCount == 0 ? 0 : ErofsXattrHeader.Length + ((compact.XattrCount - 1) * sizeof(uint));
        if ((compact.Format & ExtendedBit) == 0)
        {
            inode.Links = compact.Links;
            inode.Uid = compact.Uid;
            inode.Gid = compact.Gid;
            inode.Size = compact.Size;
            inode.Modified = new Timestamp(superblock.BuildTime, superblock.BuildTimeNanoseconds);
            inode.Union = compact.Union;
            inode.XattrOffset = offset + bytes.Length;
        }
        else if (TrySlice(offset, ErofsInodeExtended.Length, out bytes))
        {
            ErofsInodeExtended extended = MemoryMarshal.Read<ErofsInodeExtended>(bytes);
            inode.Links = extended.Links;
            inode.Uid = extended.Uid;
            inode.Gid = extended.Gid;
            inode.Size = (long)extended.Size;
            inode.Modified = new Timestamp(extended.Modified, extended.ModifiedNanoseconds);
            inode.Union = extended.Union;
            inode.XattrOffset = offset + bytes.Length;
        }
        else
        {
            return false;
        }

        return compact.Format <= MaxFormat && inode.TailOffset <= map.Length && IsSound(inode);
    }

    private static bool IsSound(in ErofsInode inode)
    {
        bool hasBlocks = inode.Layout is ErofsFormat.LayoutPlain or ErofsFormat.LayoutInline;
        bool fits = inode.Size is >= 0 and <= ErofsFormat.MaxChunk && inode.Modified.Nanoseconds < 1_000_000_000;
        return fits && inode.Type switch
        {
            FileMode.Regular => hasBlocks || inode.Layout == ErofsFormat.LayoutChunks,
            FileMode.Directory => hasBlocks && inode.Size > 0,
            FileMode.Symlink => hasBlocks && inode.Size > 0,
            FileMode.CharDevice or FileMode.BlockDevice or FileMode.Fifo => inode.Layout == ErofsFormat.LayoutPlain && inode.Size == 0,
            _ => false,
        };
    }

    // Every inode with an object has it inline, so that the digest is found without a look at the shared xattrs.
    private bool TryReadRedirect(in ErofsInode inode, out Digest digest)
    {
        ChainXattrReader xattrs = new(this, inode);
        while (xattrs.NextStored(out bool malformed) && !malformed)
        {
            if (xattrs.StoredIndex == ErofsXattrPrefix.Trusted && xattrs.StoredName.SequenceEqual(ChainOverlay.Redirect))
            {
                ReadOnlySpan<byte> path = xattrs.Value;
                digest = default;
                return path is [(byte)'/', ..] && ObjectPath.TryRead(path[1..], out digest);
            }
        }

        digest = default;
        return false;
    }
}
