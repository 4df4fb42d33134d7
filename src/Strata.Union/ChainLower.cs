using System.Buffers;
using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Union;

/// <summary>A chain image as lower: ids are its nids, everything but larger contents is answered from its map.</summary>
/// <param name="image">Owned by this object from now on.</param>
/// <param name="objects">Where larger contents lie; borrowed.</param>
/// <param name="numbers">Makes the inode numbers unique.</param>
public sealed partial class ChainLower(ChainImage image, ObjectFolder objects, InodeNumbers numbers) : Lower
{
    private readonly ulong prefix = numbers.NewPrefix();

    /// <inheritdoc/>
    public override LowerId Root => IdOf(image.RootNid);

    /// <inheritdoc/>
    public override bool HasXattrs => image.HasXattrs;

    /// <inheritdoc/>
    public override Errno Lookup(LowerId directory, ReadOnlySpan<byte> name, out LowerId id, out FileStat stat)
    {
        id = LowerId.None;
        stat = default;
        Errno error = image.Lookup(NidOf(directory), name, out ulong nid);
        if (error == Errno.Ok)
        {
            id = IdOf(nid);
            error = GetAttributes(id, out stat);
        }

        return error;
    }

    /// <inheritdoc/>
    public override bool Contains(LowerId directory, ReadOnlySpan<byte> name) => image.Lookup(NidOf(directory), name, out _) == Errno.Ok;

    /// <inheritdoc/>
    public override Errno GetAttributes(LowerId id, out FileStat stat)
    {
        Errno error = image.GetInode(NidOf(id), out ChainInode inode);
        stat = inode.Stat;
        stat.Ino = numbers.Unique(prefix, stat.Ino);
        return error;
    }

    /// <inheritdoc/>
    public override Errno ReadLink(LowerId id, Span<byte> target, out int length)
    {
        Errno error = image.ReadLink(NidOf(id), out ReadOnlySpan<byte> text);
        length = Math.Min(text.Length, target.Length);
        text[..length].CopyTo(target);
        return error;
    }

    /// <inheritdoc/>
    public override Errno Open(LowerId id, out FileFd file)
    {
        file = default;
        Errno error = image.GetInode(NidOf(id), out ChainInode inode);
        if (error != Errno.Ok || inode.Content == ChainContentKind.Inline)
        {
            return error;
        }

        return inode.Content == ChainContentKind.Object ? objects.Open(inode.Object, out file) : Errno.EINVAL;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> InlineContent(LowerId id) =>
        image.GetContent(NidOf(id), out ReadOnlySpan<byte> content) == Errno.Ok ? content : default;

    /// <summary>The digest of a file's content, where it is an object.</summary>
    internal bool TryGetObject(LowerId id, out Digest digest)
    {
        bool isObject = image.GetInode(NidOf(id), out ChainInode inode) == Errno.Ok && inode.Content == ChainContentKind.Object;
        digest = inode.Object;
        return isObject;
    }

    /// <inheritdoc/>
    public override Errno GetXattr(LowerId id, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        length = 0;
        Errno error = CheckXattrName(name);
        if (error != Errno.Ok)
        {
            return error;
        }

        error = image.GetXattr(NidOf(id), name, out ReadOnlySpan<byte> found);
        length = error == Errno.Ok ? found.Length : 0;
        if (error != Errno.Ok || value.IsEmpty)
        {
            return error;
        }

        return found.TryCopyTo(value) ? Errno.Ok : Errno.ERANGE;
    }

    /// <inheritdoc/>
    public override Errno ListXattrs(LowerId id, Span<byte> names, out int length)
    {
        length = 0;
        ChainXattrReader reader = image.ReadXattrs(NidOf(id));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FileName.MaxLength + 1);
        Errno error;
        while (reader.Next(out error))
        {
            int size = reader.NameLength + 1;
            reader.CopyName(buffer);
            buffer[size - 1] = 0;
            if (!names.IsEmpty && !buffer.AsSpan(0, size).TryCopyTo(names[length..]))
            {
                error = Errno.ERANGE;
                break;
            }

            length += size;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return error;
    }

    /// <inheritdoc/>
    public override Errno NextEntry(LowerId directory, ulong cookie, out LowerEntry entry)
    {
        entry = default;
        ChainDirectoryReader reader = image.ReadDirectory(NidOf(directory), cookie);
        if (!reader.Next(out Errno error))
        {
            return error == Errno.Ok ? Errno.ENOENT : error;
        }

        entry.Name = reader.Name;
        entry.Ino = numbers.Unique(prefix, reader.Nid);
        entry.Type = reader.Type;
        entry.NextCookie = reader.Cookie;
        return Errno.Ok;
    }

    /// <inheritdoc/>
    public override Errno StatFileSystem(out FileSystemStat stat)
    {
        const int BlockSize = 4096;
        stat = new FileSystemStat
        {
            BlockSize = BlockSize,
            FragmentSize = BlockSize,
            Blocks = (image.ContentBytes + BlockSize - 1) / BlockSize,
            Files = image.NodeCount,
            NameLength = FileName.MaxLength,
        };
        return Errno.Ok;
    }

    /// <inheritdoc/>
    public override void Release(LowerId id)
    {
        // Ids are places in the image.
    }

    /// <inheritdoc/>
    public override void Dispose() => image.Dispose();

    /// <summary>What other file systems answer for names that no xattr can have, xattr(7).</summary>
    private static Errno CheckXattrName(ReadOnlySpan<byte> name)
    {
        if (name.StartsWith("system."u8))
        {
            return name.StartsWith("system.posix_acl_"u8) ? Errno.Ok : Errno.EOPNOTSUPP;
        }

        bool known = name.StartsWith("user."u8) || name.StartsWith("trusted."u8) || name.StartsWith("security."u8);
        return !known ? Errno.EOPNOTSUPP : name[^1] == (byte)'.' && name.Count((byte)'.') == 1 ? Errno.EINVAL : Errno.Ok;
    }

    private static LowerId IdOf(ulong nid) => new(nid + 1);

    private static ulong NidOf(LowerId id) => id.Value - 1;
}
