using System.Numerics;
using System.Runtime.InteropServices;

namespace Strata.Layers;

/// <summary>Writes an image as it was planned.</summary>
internal static class ErofsWriter
{
    /// <summary>Writes everything but the header into an empty file.</summary>
    public static void Write(ErofsPlan plan, ErofsOutput output)
    {
        ErofsSuperblock superblock = SuperblockOf(plan);
        MemoryMarshal.Write(output.At(ErofsFormat.SuperblockOffset, ErofsFormat.SuperblockSize), in superblock);
        foreach (int node in plan.Order)
        {
            WriteInode(plan, node, output);
        }

        plan.Xattrs.WriteShared(output.At(plan.SharedXattrs, plan.Xattrs.SharedSize));
        foreach (int node in plan.Order)
        {
            WriteBlocks(plan, node, output);
        }
    }

    private static ErofsSuperblock SuperblockOf(ErofsPlan plan)
    {
        Span<byte> name = stackalloc byte[16];
        name.Clear();
        "strata-chain"u8.CopyTo(name);
        return new ErofsSuperblock
        {
            Magic = ErofsFormat.Magic,
            CompatibleFeatures = ErofsFormat.CompatibleFeatures,
            IncompatibleFeatures = ErofsFormat.IncompatibleFeatures,
            BlockBits = ErofsFormat.BlockBits,
            RootNid = checked((ushort)plan.Inode(plan.Tree.Name(ChainTree.Root).Node).Nid),
            Inodes = (ulong)plan.Order.Count,
            BuildTime = plan.BuildTime.Seconds,
            BuildTimeNanoseconds = plan.BuildTime.Nanoseconds,
            Blocks = (uint)(plan.FileSize >> ErofsFormat.BlockBits),
            SharedXattrBlock = plan.Xattrs.SharedSize == 0 ? 0 : (uint)(plan.SharedXattrs >> ErofsFormat.BlockBits),
            VolumeNameFirst = MemoryMarshal.Read<ulong>(name),
            VolumeNameLast = MemoryMarshal.Read<ulong>(name[sizeof(ulong)..]),
        };
    }

    private static void WriteInode(ErofsPlan plan, int node, ErofsOutput output)
    {
        ref readonly ErofsInodePlan inode = ref plan.Inode(node);
        ref readonly ChainNode described = ref plan.Tree.Node(node);
        LayerEntry entry = ErofsPlan.EntryOf(described);
        Span<byte> bytes = output.At(inode.Position, inode.InodeSize + inode.XattrSize + inode.Tail);
        ushort format = (ushort)((inode.Layout << 1) | (inode.IsExtended ? 1 : 0));
        ushort xattrCount = (ushort)(inode.XattrSize == 0 ? 0 : 1 + ((inode.XattrSize - ErofsXattrHeader.Length) / sizeof(uint)));
        ushort mode = (ushort)ErofsPlan.ModeOf(described);
        uint union = UnionOf(plan, inode, entry);
        if (inode.IsExtended)
        {
            MemoryMarshal.Write(bytes, new ErofsInodeExtended
            {
                Format = format,
                XattrCount = xattrCount,
                Mode = mode,
                Size = (ulong)inode.Size,
                Union = union,
                Ino = (uint)inode.Nid,
                Uid = entry.Uid,
                Gid = entry.Gid,
                Modified = entry.Modified.Seconds,
                ModifiedNanoseconds = entry.Modified.Nanoseconds,
                Links = (uint)inode.Links,
            });
        }
        else
        {
            MemoryMarshal.Write(bytes, new ErofsInodeCompact
            {
                Format = format,
                XattrCount = xattrCount,
                Mode = mode,
                Size = (uint)inode.Size,
                Union = union,
                Ino = (uint)inode.Nid,
                Uid = (ushort)entry.Uid,
                Gid = (ushort)entry.Gid,
                Links = (ushort)inode.Links,
            });
        }

        bytes = bytes[inode.InodeSize..];
        if (inode.XattrSize != 0)
        {
            plan.Xattrs.Write(entry, ErofsPlan.HasObject(entry), bytes[..inode.XattrSize]);
        }

        bytes = bytes[inode.XattrSize..];
        if (inode.Layout == ErofsFormat.LayoutChunks)
        {
            MemoryMarshal.Write(bytes, ErofsFormat.NullAddress);
        }
        else if (inode.Tail != 0)
        {
            WriteTail(plan, node, bytes);
        }
    }

    private static uint UnionOf(ErofsPlan plan, in ErofsInodePlan inode, LayerEntry entry) => entry.Kind switch
    {
        EntryKind.CharDevice or EntryKind.BlockDevice => entry.Device.Encoded,
        _ when inode.Layout == ErofsFormat.LayoutChunks => (uint)(BitOperations.Log2((ulong)inode.Size - 1) + 1 - ErofsFormat.BlockBits),
        _ => inode.DataBlocks == 0 ? 0 : plan.FirstDataBlock + inode.DataBlock,
    };

    private static void WriteTail(ErofsPlan plan, int node, Span<byte> tail)
    {
        LayerEntry entry = ErofsPlan.EntryOf(plan.Tree.Node(node));
        if (entry.Kind != EntryKind.Directory)
        {
            ContentOf(entry).CopyTo(tail);
            return;
        }

        ReadOnlySpan<int> children = plan.Children(node);
        for (int block = 0; block < plan.Inode(node).DataBlocks; block++)
        {
            children = children[ErofsDirectoryWriter.CountInBlock(plan.Tree, children, out _)..];
        }

        ErofsDirectoryWriter.Write(plan, node, children, tail);
    }

    private static void WriteBlocks(ErofsPlan plan, int node, ErofsOutput output)
    {
        ref readonly ErofsInodePlan inode = ref plan.Inode(node);
        LayerEntry entry = ErofsPlan.EntryOf(plan.Tree.Node(node));
        ReadOnlySpan<int> children = entry.Kind == EntryKind.Directory ? plan.Children(node) : default;
        for (int block = 0; block < inode.DataBlocks; block++)
        {
            long position = ((long)plan.FirstDataBlock + inode.DataBlock + block) << ErofsFormat.BlockBits;
            Span<byte> bytes = output.At(position, ErofsFormat.BlockSize);
            if (entry.Kind != EntryKind.Directory)
            {
                ContentOf(entry).CopyTo(bytes);
                continue;
            }

            int count = ErofsDirectoryWriter.CountInBlock(plan.Tree, children, out _);
            ErofsDirectoryWriter.Write(plan, node, children[..count], bytes);
            children = children[count..];
        }
    }

    // At most a block, all of it in the tail or all of it in a block.
    private static ReadOnlySpan<byte> ContentOf(LayerEntry entry) =>
        (entry.Kind == EntryKind.Symlink ? entry.LinkTarget : entry.InlineContent).Span;
}
