namespace Strata.Layers;

/// <summary>Numbers of the EROFS on-disk format, fs/erofs/erofs_fs.h of Linux; only what chain images use.</summary>
internal static class ErofsFormat
{
    /// <summary>EROFS_SUPER_MAGIC_V1.</summary>
    public const uint Magic = 0xE0F5E1E2;

    /// <summary>EROFS_SUPER_OFFSET.</summary>
    public const int SuperblockOffset = 1024;

    /// <summary>Bytes of struct erofs_super_block without extension slots.</summary>
    public const int SuperblockSize = 128;

    /// <summary>log2 of the block size: 4 KiB, the one block size that every kernel with EROFS mounts.</summary>
    public const byte BlockBits = 12;

    /// <summary>Bytes of a block.</summary>
    public const int BlockSize = 1 << BlockBits;

    /// <summary>A nid counts slots of 32 bytes from the start of the metadata area, block 0 here.</summary>
    public const int SlotSize = 32;

    /// <summary>EROFS_FEATURE_COMPAT_SB_CHKSUM and EROFS_FEATURE_COMPAT_MTIME.</summary>
    public const uint CompatibleFeatures = 0x1 | 0x2;

    /// <summary>EROFS_FEATURE_INCOMPAT_CHUNKED_FILE.</summary>
    public const uint IncompatibleFeatures = 0x4;

    /// <summary>EROFS_INODE_FLAT_PLAIN: contents in whole blocks.</summary>
    public const int LayoutPlain = 0;

    /// <summary>EROFS_INODE_FLAT_INLINE: the last block's contents follow the inode.</summary>
    public const int LayoutInline = 2;

    /// <summary>EROFS_INODE_CHUNK_BASED: a table of chunk addresses follows the inode.</summary>
    public const int LayoutChunks = 4;

    /// <summary>EROFS_NULL_ADDR: a chunk that is a hole.</summary>
    public const uint NullAddress = 0xFFFFFFFF;

    /// <summary>EROFS_CHUNK_FORMAT_BLKBITS_MASK: log2 of a chunk's blocks.</summary>
    public const int ChunkBitsMask = 0x1F;

    /// <summary>The largest file that one chunk can stand for.</summary>
    public const long MaxChunk = 1L << (BlockBits + ChunkBitsMask);

    /// <summary>The longest tail that is put behind an inode: with the inode's slots aligned to 32, any shorter one fits a block.</summary>
    public const int MaxTail = BlockSize - SlotSize;

    /// <summary>Bytes rounded up to a multiple of a power of two.</summary>
    public static long Align(long bytes, int unit) => (bytes + unit - 1) & -unit;
}
