using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Layers;

public sealed partial class ChainImage
{
    /// <summary>
    /// Finds a name in a directory; "." and ".." are names there as any other. ENOENT: it is not there; ENOTDIR: the inode
    /// is not a directory; EUCLEAN: malformed.
    /// </summary>
    public Errno Lookup(ulong directory, ReadOnlySpan<byte> name, out ulong nid)
    {
        nid = 0;
        if (!TryReadInode(directory, out ErofsInode inode))
        {
            return Errno.EUCLEAN;
        }

        if (inode.Type != FileMode.Directory)
        {
            return Errno.ENOTDIR;
        }

        // The block that holds the name, if any does, is the last one whose first name is not greater.
        long low = 0;
        long high = BlocksOf(inode);
        while (high - low > 1)
        {
            long middle = (low + high) / 2;
            if (!TryOpenBlock(inode, middle, out ErofsDirectoryBlock candidate) || !candidate.TryGetName(0, out ReadOnlySpan<byte> first))
            {
                return Errno.EUCLEAN;
            }

            int order = name.SequenceCompareTo(first);
            low = order < 0 ? low : middle;
            high = order < 0 ? middle : high;
        }

        return TryOpenBlock(inode, low, out ErofsDirectoryBlock block) ? Lookup(block, name, out nid) : Errno.EUCLEAN;
    }

    /// <summary>
    /// The names of a directory in the order of their bytes, without "." and "..". What is wrong with the inode is told by
    /// the first <see cref="ChainDirectoryReader.Next"/>.
    /// </summary>
    /// <param name="directory">The directory's nid.</param>
    /// <param name="cookie">0 for the start, or <see cref="ChainDirectoryReader.Cookie"/> of the entry to go on behind.</param>
    public ChainDirectoryReader ReadDirectory(ulong directory, ulong cookie = 0)
    {
        if (!TryReadInode(directory, out ErofsInode inode))
        {
            return new ChainDirectoryReader(Errno.EUCLEAN);
        }

        return inode.Type == FileMode.Directory
            ? new ChainDirectoryReader(this, inode, cookie)
            : new ChainDirectoryReader(Errno.ENOTDIR);
    }

    internal static long BlocksOf(in ErofsInode directory) => ErofsFormat.Align(directory.Size, ErofsFormat.BlockSize) >> ErofsFormat.BlockBits;

    internal bool TryOpenBlock(scoped in ErofsInode directory, long index, out ErofsDirectoryBlock block)
    {
        block = default;
        return TryGetBlock(directory, index, out ReadOnlySpan<byte> bytes) && ErofsDirectoryBlock.TryOpen(bytes, out block);
    }

    private static Errno Lookup(in ErofsDirectoryBlock block, ReadOnlySpan<byte> name, out ulong nid)
    {
        nid = 0;
        int low = 0;
        int high = block.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (!block.TryGetName(middle, out ReadOnlySpan<byte> found))
            {
                return Errno.EUCLEAN;
            }

            int order = name.SequenceCompareTo(found);
            if (order == 0)
            {
                nid = block[middle].Nid;
                return Errno.Ok;
            }

            low = order > 0 ? middle + 1 : low;
            high = order > 0 ? high : middle - 1;
        }

        return Errno.ENOENT;
    }
}
