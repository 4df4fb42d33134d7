using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// A stack of plain folders as lower, in overlayfs's format: whiteouts are character devices 0:0 or files with an xattr,
/// directories may be opaque or redirected, files may have their content further down. Merged directories are found folder
/// by folder, and only as far as they are needed.
/// </summary>
/// <remarks>
/// What costs is system calls. A directory that is read is remembered as a listing, which says where each name lies, so
/// that looking it up asks for the attributes and nothing else, and a missing name asks for nothing.
/// </remarks>
public sealed partial class FolderLower : Lower
{
    private readonly Lock gate = new(); // The only lock here: a leaf, taken with the tree's or without. Guards everything.
    private readonly FolderDirectory[] roots;
    private readonly LayerHandles handles;
    private readonly FileFd[] dataFolders;
    private readonly InodeNumbers numbers;
    private readonly OverlayXattrs xattrs;
    private readonly FolderLowerOptions options;
    private readonly FolderMarks marks;
    private readonly DirectoryCache directories;
    private readonly FolderListings listings;
    private readonly FolderListingBuilder builder = new();
    private readonly FolderSlots slots = new();
    private readonly byte[] readBuffer = GC.AllocateUninitializedArray<byte>(32 * 1024);

    /// <summary>Stacks folders.</summary>
    /// <param name="folders">Open directories, the topmost first, at least one; owned by this object from now on.</param>
    /// <param name="numbers">Makes the inode numbers unique; the upper is to be known to it already.</param>
    /// <param name="xattrs">The names of overlayfs's marks.</param>
    /// <param name="options">How to read them; null: the defaults.</param>
    public FolderLower(ReadOnlySpan<FileFd> folders, InodeNumbers numbers, OverlayXattrs xattrs, FolderLowerOptions? options = null)
    {
        this.numbers = numbers;
        this.xattrs = xattrs;
        this.options = options ?? new FolderLowerOptions();
        dataFolders = [.. this.options.DataFolders];
        marks = new FolderMarks(xattrs, this.options.AnyOpaqueMark);
        directories = this.options.OpenDirectories == 0 ? new DirectoryCache() : new DirectoryCache(this.options.OpenDirectories);
        listings = new FolderListings(this.options.ListingBytes);
        handles = new LayerHandles(folders, numbers);
        roots = new FolderDirectory[folders.Length];
        for (int i = 0; i < folders.Length; i++)
        {
            FolderLayer layer = new(i, i == folders.Length - 1, handles[i].Device, handles[i].Prefix, this.options.StatOverrides ? StatOverride.Of(folders[i]) : null);
            roots[i] = new FolderDirectory(null, [], layer) { Handle = folders[i] };
        }

        FolderInode root = new(roots);
        foreach (FolderDirectory part in roots)
        {
            part.Owner = root;
        }

        Root = slots.Add(new FolderSlot { Place = root });
    }

    /// <inheritdoc/>
    public override LowerId Root { get; }

    /// <inheritdoc/>
    public override Errno Lookup(LowerId directory, ReadOnlySpan<byte> name, out LowerId id, out FileStat stat)
    {
        lock (gate)
        {
            id = LowerId.None;
            stat = default;
            return slots[directory].Place is FolderInode inode ? FindLocked(inode, name, out id, out stat) : Errno.ENOTDIR;
        }
    }

    /// <inheritdoc/>
    public override bool Contains(LowerId directory, ReadOnlySpan<byte> name)
    {
        lock (gate)
        {
            return slots[directory].Place is FolderInode inode && ExistsLocked(inode, name);
        }
    }

    /// <inheritdoc/>
    public override Errno GetAttributes(LowerId id, out FileStat stat)
    {
        lock (gate)
        {
            Errno error = LocateLocked(id, out FileFd directory, out ReadOnlySpan<byte> name);
            error = error == Errno.Ok ? LayerOf(id).StatAt(directory, name, out stat) : Fail(error, out stat);
            if (error != Errno.Ok)
            {
                return error;
            }

            ref FolderSlot slot = ref slots[id];
            if (slot.Place is FolderInode inode)
            {
                Show(inode, ref stat);
                return stat.IsDirectory ? Errno.Ok : Errno.ESTALE;
            }

            // A lower may not change, but if it does, the kernel must not be told another type: it would answer EIO for ever.
            Show(slot.Home.Layer, ref stat);
            if (slot.Kind != Linux.FileMode.ToDirentType(stat.Mode))
            {
                return Errno.ESTALE;
            }

            return slot.Place is FolderMetacopy metacopy ? ShowDataLocked(metacopy, ref stat) : Errno.Ok;
        }
    }

    /// <inheritdoc/>
    public override Errno ReadLink(LowerId id, Span<byte> target, out int length)
    {
        lock (gate)
        {
            length = 0;
            Errno error = LocateLocked(id, out FileFd directory, out ReadOnlySpan<byte> name);
            return error == Errno.Ok ? Sys.ReadLinkAt(directory, name, target, out length) : error;
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> InlineContent(LowerId id) => default;

    /// <inheritdoc/>
    public override Errno StatFileSystem(out FileSystemStat stat) => Sys.FStatFs(roots[0].Handle, out stat);

    /// <inheritdoc/>
    public override void Release(LowerId id)
    {
        lock (gate)
        {
            if (id == Root)
            {
                return;
            }

            if (slots[id].Place is FolderInode inode)
            {
                ForgetLocked(inode);
            }

            slots.Remove(id);
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

        foreach (FileFd folder in dataFolders)
        {
            folder.Dispose();
        }
    }

    private void ForgetLocked(FolderInode inode)
    {
        if (inode.Listing is { } listing)
        {
            listings.Remove(listing);
        }

        foreach (FolderDirectory part in inode.Parts)
        {
            if (part.Place is not null)
            {
                directories.Detach(part);
                part.Handle.Dispose();
                part.Handle = default;
            }
        }
    }

    /// <summary>What users see of the attributes on disk: a number that no other file has.</summary>
    private void Show(FolderLayer layer, ref FileStat stat)
    {
        // Something else may be mounted in the folder, or it is one volume of several of its file system.
        ulong prefix = stat.Dev == layer.Device ? layer.Prefix : numbers.PrefixOf(stat.Dev);
        stat.Ino = numbers.Unique(prefix, stat.Ino);
    }

    /// <summary>The same for a directory: a merged one has one link, as in overlayfs.</summary>
    private void Show(FolderInode inode, ref FileStat stat)
    {
        Show(inode.Parts[0].Layer, ref stat);
        if (inode.Parts.Length > 1)
        {
            stat.Links = 1;
        }
    }

    /// <summary>The folder that an inode's attributes are from.</summary>
    private FolderLayer LayerOf(LowerId id)
    {
        ref FolderSlot slot = ref slots[id];
        return slot.Place is FolderInode inode ? inode.Parts[0].Layer : slot.Home.Layer;
    }

    private static Errno Fail(Errno error, out FileStat stat)
    {
        stat = default;
        return error;
    }
}
