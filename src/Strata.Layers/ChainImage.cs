using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>
/// A chain image, mapped and read: the merged tree of a chain of layers (docs/formats/chain-image.md). An inode is
/// known by its nid. Superblock and header are checked when it is opened; everything else when it is reached, so that
/// opening costs the same whatever the size: what is malformed there answers EUCLEAN, and nothing outside the file is
/// ever read. No method but <see cref="Open"/> and <see cref="Verify"/> allocates; safe to use from several threads.
/// Spans given out are valid until the image is disposed.
/// </summary>
public sealed partial class ChainImage : IDisposable
{
    private const int UuidLength = 16; // Of the digest, see ChainImageWriter.Seal.
    private readonly MappedFile map;
    private readonly ErofsSuperblock superblock;
    private readonly ChainHeader header;

    private ChainImage(MappedFile map)
    {
        this.map = map;
        if (map.Length < ErofsFormat.BlockSize || map.Length % ErofsFormat.BlockSize != 0)
        {
            throw new ChainImageFormatException($"a chain image has whole blocks of {ErofsFormat.BlockSize} bytes, not {map.Length} bytes");
        }

        ReadOnlySpan<byte> first = map.Slice(0, ErofsFormat.BlockSize);
        header = MemoryMarshal.Read<ChainHeader>(first);
        superblock = MemoryMarshal.Read<ErofsSuperblock>(first[ErofsFormat.SuperblockOffset..]);
        ChainHeaderCheck.OrThrow(first, map.Length);
        if (GetInode(RootNid, out ChainInode root) != Errno.Ok || !root.Stat.IsDirectory)
        {
            throw new ChainImageFormatException("the root is not a directory");
        }
    }

    /// <summary>The nid of the root directory.</summary>
    public ulong RootNid => superblock.RootNid;

    /// <summary>The uuid of the file system that the kernel sees in it.</summary>
    public ReadOnlySpan<byte> Uuid => header.Digest.Bytes[..UuidLength];

    /// <summary>Whether any inode has an xattr that users see; if not, a mount need not be asked for xattrs at all.</summary>
    public bool HasXattrs => (header.Flags & ChainHeader.HasXattrs) != 0;

    /// <summary>Inodes of the tree.</summary>
    public ulong NodeCount => header.Inodes;

    /// <summary>Sum of the sizes of all regular files, in bytes, each inode counted once.</summary>
    public ulong ContentBytes => header.ContentBytes;

    /// <summary>Bytes of the image itself.</summary>
    public long ImageBytes => map.Length;

    /// <summary>Maps an image; the descriptor may be closed afterwards.</summary>
    /// <exception cref="ChainImageFormatException">It is not a chain image, or one of another version.</exception>
    /// <exception cref="LinuxException">It cannot be mapped.</exception>
    public static ChainImage Open(FileFd file)
    {
        Sys.FStat(file, out FileStat stat).OrThrow();
        if (!stat.IsRegular || stat.Size == 0)
        {
            throw new ChainImageFormatException("a chain image is a regular file that is not empty");
        }

        MappedFile.Map(file, out MappedFile? map).OrThrow();
        try
        {
            return new ChainImage(map!);
        }
        catch
        {
            map!.Dispose();
            throw;
        }
    }

    /// <summary>Whether the first block of a chain image is as it was written and the file as long: what <see cref="Open"/> takes.</summary>
    public static bool IsIntact(FileFd file)
    {
        Span<byte> first = stackalloc byte[ErofsFormat.BlockSize];
        if (Sys.FStat(file, out FileStat stat) != Errno.Ok || Sys.PRead(file, first, 0, out int count) != Errno.Ok || count != first.Length)
        {
            return false;
        }

        try
        {
            ChainHeaderCheck.OrThrow(first, (long)stat.Size);
            return true;
        }
        catch (ChainImageFormatException)
        {
            return false;
        }
    }

    /// <summary>Reads the whole image and compares it with the digest in its header.</summary>
    /// <exception cref="ChainImageFormatException">It was changed since it was written.</exception>
    public void Verify()
    {
        const int Piece = 1 << 20;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ChainHeaderCheck.AppendSuperblock(hash, superblock);
        for (long at = ErofsFormat.SuperblockOffset + ErofsFormat.SuperblockSize; at < map.Length; at += Piece)
        {
            hash.AppendData(map.Slice(at, (int)Math.Min(Piece, map.Length - at)));
        }

        Span<byte> digest = stackalloc byte[Blobs.Digest.Size];
        hash.GetHashAndReset(digest);
        if (!digest.SequenceEqual(header.Digest.Bytes))
        {
            throw new ChainImageFormatException("the image does not have the digest of its header");
        }
    }

    /// <summary>Unmaps the file.</summary>
    public void Dispose() => map.Dispose();

    private bool TrySlice(long offset, long length, out ReadOnlySpan<byte> bytes)
    {
        if ((ulong)offset > (ulong)map.Length || (ulong)length > (ulong)(map.Length - offset) || length > int.MaxValue)
        {
            bytes = default;
            return false;
        }

        bytes = map.Slice(offset, (int)length);
        return true;
    }
}
