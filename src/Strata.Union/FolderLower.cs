using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// A stack of plain folders as lower, in overlayfs's format: whiteouts are character devices 0:0, directories may be opaque
/// or redirected. Merged directories are found folder by folder when they are looked up.
/// </summary>
public sealed partial class FolderLower : Lower
{
    private const OpenFlags OpenDirectoryFlags = OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow;

    private readonly Lock gate = new(); // The only lock here: a leaf, taken with the tree's or without. Guards everything.
    private readonly FolderDirectory[] roots;
    private readonly LayerHandles handles;
    private readonly InodeNumbers numbers;
    private readonly OverlayXattrs xattrs;
    private readonly DirectoryCache directories = new();
    private readonly List<FolderInode?> inodes = [];
    private readonly Stack<int> free = [];
    private readonly byte[] readBuffer = new byte[32 * 1024];

    /// <summary>Stacks folders.</summary>
    /// <param name="folders">Open directories, the topmost first, at least one; owned by this object from now on.</param>
    /// <param name="numbers">Makes the inode numbers unique; the upper is to be known to it already.</param>
    /// <param name="xattrs">The names of overlayfs's marks.</param>
    public FolderLower(ReadOnlySpan<FileFd> folders, InodeNumbers numbers, OverlayXattrs xattrs)
    {
        this.xattrs = xattrs;
        this.numbers = numbers;
        handles = new LayerHandles(folders, numbers);
        roots = new FolderDirectory[folders.Length];
        for (int i = 0; i < folders.Length; i++)
        {
            roots[i] = new FolderDirectory(null, [], i) { Handle = folders[i] };
        }

        Root = AddLocked(new FolderInode { Directories = roots });
    }

    /// <inheritdoc/>
    public override LowerId Root { get; }

    /// <inheritdoc/>
    public override Errno Lookup(LowerId directory, ReadOnlySpan<byte> name, out LowerId id, out FileStat stat)
    {
        lock (gate)
        {
            id = LowerId.None;
            Errno error = FindLocked(InodeOf(directory), name, out FolderInode? found, out stat);
            if (error == Errno.Ok)
            {
                id = AddLocked(found!);
            }

            return error;
        }
    }

    /// <inheritdoc/>
    public override bool Contains(LowerId directory, ReadOnlySpan<byte> name)
    {
        lock (gate)
        {
            foreach (FolderDirectory part in InodeOf(directory).Directories!)
            {
                Errno error = OpenLocked(part, out FileFd opened);
                error = error == Errno.Ok ? Sys.StatAt(opened, name, out FileStat stat) : error;
                if (error == Errno.Ok)
                {
                    return !IsWhiteout(opened, name);
                }
            }

            return false;
        }
    }

    /// <inheritdoc/>
    public override Errno GetAttributes(LowerId id, out FileStat stat)
    {
        lock (gate)
        {
            FolderInode inode = InodeOf(id);
            FolderDirectory place = inode.Directories?[0] ?? inode.Home!;
            stat = default;
            Errno error = OpenLocked(place, out FileFd directory);
            error = error == Errno.Ok ? Sys.StatAt(directory, inode.Name, out stat) : error;
            Show(inode, place.Layer, ref stat);
            return error;
        }
    }

    /// <inheritdoc/>
    public override Errno ReadLink(LowerId id, Span<byte> target, out int length)
    {
        lock (gate)
        {
            length = 0;
            Errno error = LocateLocked(id, out FileFd directory, out byte[] name);
            return error == Errno.Ok ? Sys.ReadLinkAt(directory, name, target, out length) : error;
        }
    }

    /// <inheritdoc/>
    public override Errno Open(LowerId id, out FileFd file)
    {
        lock (gate)
        {
            file = default;
            Errno error = LocateLocked(id, out FileFd directory, out byte[] name);
            return error == Errno.Ok ? Sys.OpenAt(directory, name, OpenFlags.ReadOnly | OpenFlags.NoFollow | OpenFlags.NonBlocking, out file) : error;
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> InlineContent(LowerId id) => default;

    /// <inheritdoc/>
    public override Errno GetXattr(LowerId id, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        Span<byte> buffer = stackalloc byte[FileName.MaxLength];
        ReadOnlySpan<byte> onDisk = xattrs.ToDisk(name, buffer);
        lock (gate)
        {
            length = 0;
            Errno error = LocateLocked(id, out FileFd directory, out byte[] where);
            return error == Errno.Ok ? Sys.LGetXattr(directory, where, onDisk, value, out length) : error;
        }
    }

    /// <inheritdoc/>
    public override Errno ListXattrs(LowerId id, Span<byte> names, out int length)
    {
        lock (gate)
        {
            length = 0;
            Errno error = LocateLocked(id, out FileFd directory, out byte[] where);
            return error == Errno.Ok ? xattrs.List(directory, where, names, out length) : error;
        }
    }

    /// <inheritdoc/>
    public override Errno StatFileSystem(out FileSystemStat stat) => Sys.FStatFs(roots[0].Handle, out stat);

    /// <inheritdoc/>
    public override void Release(LowerId id)
    {
        lock (gate)
        {
            FolderInode inode = InodeOf(id);
            if (id != Root && --inode.References == 0)
            {
                int slot = (int)id.Value - 1;
                inodes[slot] = null;
                free.Push(slot);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        directories.Clear();
        foreach (FolderDirectory root in roots)
        {
            root.Handle.Dispose();
        }
    }

    private FolderInode InodeOf(LowerId id) => inodes[(int)id.Value - 1] ?? throw new InvalidOperationException("the id was given back");

    private LowerId AddLocked(FolderInode inode)
    {
        inode.References = 1;
        if (free.TryPop(out int slot))
        {
            inodes[slot] = inode;
        }
        else
        {
            slot = inodes.Count;
            inodes.Add(inode);
        }

        return new LowerId((ulong)slot + 1);
    }

    private ulong NumberOf(int layer, ulong ino) => numbers.Unique(handles[layer].Prefix, ino);

    /// <summary>What users see of the attributes on disk: a merged directory has one link, as in overlayfs.</summary>
    private void Show(FolderInode inode, int layer, ref FileStat stat)
    {
        stat.Ino = NumberOf(layer, stat.Ino);
        if (inode.Directories is { Length: > 1 })
        {
            stat.Links = 1;
        }
    }
}
