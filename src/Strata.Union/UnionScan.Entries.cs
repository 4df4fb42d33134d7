using Strata.Layers;
using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

public sealed partial class UnionScan
{
    // The host's own label: the same tree has another one on another machine.
    private static readonly byte[] machineLabel = "security.selinux"u8.ToArray();
    private readonly byte[] xattrBuffer = new byte[64 * 1024]; // XATTR_SIZE_MAX.

    private ScanEntry DescribeRoot(ScanFolder root, bool isRelative)
    {
        FileStat stat;
        (root.Upper.IsOpen ? Sys.FStat(root.Upper, out stat) : Lower.GetAttributes(Lower.Root, out stat)).OrThrow("look at the root");
        Lower.GetAttributes(Lower.Root, out FileStat below).OrThrow("look at the root of what lies below");
        ScanSource source = root.Upper.IsOpen ? ScanSource.InUpper(root.Upper, "."u8.ToArray(), default) : ScanSource.InLower(Lower.Root);
        return new ScanEntry(
            this,
            EntryOf([], stat, source),
            source,
            default,
            isRelative ? EntryOf([], below, ScanSource.InLower(Lower.Root)) : null,
            Lower.Root);
    }

    /// <summary>
    /// What a name is now; null where it has gone since its directory was read, or is a whiteout by now. Closed when the scan
    /// goes on.
    /// </summary>
    private ScanEntry? Describe(ScanFolder folder, in ScanName name, LowerId merged, FileStat stat, LowerId below, in FileStat belowStat)
    {
        byte[] path = folder.PathOf(name.Bytes);
        ScanSource source = ScanSource.InLower(merged);

        // A file of the lower that was copied up through another of its names is what it was copied to.
        byte[] copy = [];
        bool isIndexed = !name.InUpper && !stat.IsDirectory && index.TryFind(stat.Ino, out copy);
        try
        {
            if (name.InUpper || isIndexed)
            {
                source = isIndexed ? OpenInode(index.Folder, copy) : OpenInode(folder.Upper, name.Bytes);
                Sys.FStat(source.Opened, out stat).OrThrow($"look at /{PathText.Show(path)}");
                if (name.InUpper && IsGone(folder, name.Bytes, stat))
                {
                    source.Opened.Dispose();
                    return null;
                }
            }

            return Describe(folder, name, path, stat, source, isIndexed, below, belowStat);
        }
        catch (Exception e)
        {
            source.Opened.Dispose();
            if (e is LinuxException { Error: Errno.ENOENT } && (name.InUpper || isIndexed))
            {
                return null;
            }

            throw;
        }
    }

    private ScanEntry Describe(
        ScanFolder folder, in ScanName name, byte[] path, in FileStat stat, in ScanSource source, bool isIndexed, LowerId below, in FileStat belowStat)
    {
        LayerEntry? belowEntry = below.IsNone ? null : EntryOf(path, belowStat, ScanSource.InLower(below));
        LayerEntry inode = EntryOf(path, stat, source);
        ScanSource content = inode is { Kind: EntryKind.File, Size: > 0 } && source.Lower.IsNone ? ContentOf(folder, name.Bytes, source, path) : source;
        byte[] target = [];
        bool isLink = !stat.IsDirectory && TryLink(path, source, stat, isIndexed, out target);
        return new ScanEntry(this, inode, content, source.Opened, belowEntry, below)
        {
            LinkedTo = isLink ? target : null,

            // A copy of one of several names is a file of its own now, even if it is like the others.
            HasSeveralNames = !stat.IsDirectory && (stat.Links > 1 || (!belowStat.IsDirectory && belowStat.Links > 1)),
        };
    }

    private static ScanSource OpenInode(FileFd folder, byte[] name)
    {
        Sys.OpenAt(folder, name, OpenFlags.Path | OpenFlags.NoFollow, out FileFd opened).OrThrow($"look at {PathText.Show(name)} in the upper");
        return ScanSource.InUpper(folder, name, opened);
    }

    /// <summary>Where the content of a file of the upper lies: in it, or still in the lower.</summary>
    private ScanSource ContentOf(ScanFolder folder, byte[] name, in ScanSource source, byte[] path)
    {
        string shown = $"/{PathText.Show(path)} in the upper";
        xattrs.ReadMarks(source.Folder, source.Name, out UpperMarks marks).OrThrow($"read the marks of {shown}");
        if ((marks & UpperMarks.Metacopy) == 0)
        {
            return source;
        }

        byte[]? redirect = null;
        if ((marks & UpperMarks.Redirect) != 0)
        {
            xattrs.ReadRedirect(source.Folder, source.Name, out redirect).OrThrow($"read the redirect of {shown}");
        }

        LowerId data = FindInLower(folder, redirect ?? name, wantsDirectory: false);
        return data.IsNone
            ? throw new LinuxException(Errno.EIO, $"find the content of {shown}, which only has its attributes")
            : ScanSource.InLower(data);
    }

    private LayerEntry EntryOf(byte[] path, in FileStat stat, ScanSource source)
    {
        EntryKind kind = KindOf(stat.Mode);
        return new LayerEntry
        {
            Path = path,
            Kind = kind,
            Permissions = kind == EntryKind.Symlink ? 0x1ff : stat.Mode & FileMode.PermissionMask,
            Uid = stat.Uid,
            Gid = stat.Gid,
            Modified = stat.Modified,
            Device = kind is EntryKind.CharDevice or EntryKind.BlockDevice ? stat.Rdev : default,
            LinkTarget = kind == EntryKind.Symlink ? ReadLink(source, path) : default,
            Size = kind == EntryKind.File ? (long)stat.Size : 0,
            Xattrs = ReadXattrs(source, path),
        };
    }

    private static EntryKind KindOf(uint mode) => (mode & FileMode.TypeMask) switch
    {
        FileMode.Directory => EntryKind.Directory,
        FileMode.Symlink => EntryKind.Symlink,
        FileMode.CharDevice => EntryKind.CharDevice,
        FileMode.BlockDevice => EntryKind.BlockDevice,
        FileMode.Fifo => EntryKind.Fifo,
        _ => EntryKind.File,
    };

    private byte[] ReadLink(ScanSource source, byte[] path)
    {
        byte[] buffer = new byte[PathText.MaxLength];
        int length;
        (source.Lower.IsNone ? Sys.ReadLinkAt(source.Opened, default, buffer, out length) : Lower.ReadLink(source.Lower, buffer, out length))
            .OrThrow($"read the symlink /{PathText.Show(path)}");
        return buffer[..length];
    }

    /// <summary>The xattrs that users see, but the machine's own, in the order of their names.</summary>
    private List<Xattr> ReadXattrs(ScanSource source, byte[] path)
    {
        if (!source.Lower.IsNone && !Lower.HasXattrs)
        {
            return [];
        }

        string shown = $"the xattrs of /{PathText.Show(path)}";
        byte[] list;
        int length;
        Errno error;
        do
        {
            error = List(source, default, out length);
            if (error == Errno.EOPNOTSUPP || (error == Errno.Ok && length == 0))
            {
                return [];
            }

            error.OrThrow($"read {shown}");
            list = new byte[length];
            error = List(source, list, out length);
        }
        while (error == Errno.ERANGE); // Another one was set meanwhile.

        error.OrThrow($"read {shown}");
        List<Xattr> found = [];
        ReadOnlySpan<byte> rest = list.AsSpan(0, length);
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)0);
            ReadOnlySpan<byte> name = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];

            // Marks of overlays that were mounted inside have no place in a layer: every reader drops them.
            if (!name.StartsWith(xattrs.Prefix) && !name.SequenceEqual(machineLabel) && ReadXattr(source, name, shown) is { } value)
            {
                found.Add(new Xattr(name.ToArray(), value));
            }
        }

        found.Sort((a, b) => a.Name.Span.SequenceCompareTo(b.Name.Span));
        return found;
    }

    private Errno List(ScanSource source, Span<byte> names, out int length) => source.Lower.IsNone
        ? xattrs.List(source.Folder, source.Name, null, names, out length)
        : Lower.ListXattrs(source.Lower, names, out length);

    /// <summary>The value of an xattr; null where it was removed since they were listed.</summary>
    private byte[]? ReadXattr(ScanSource source, ReadOnlySpan<byte> name, string shown)
    {
        int length;
        Errno error = source.Lower.IsNone
            ? Sys.LGetXattr(source.Folder, source.Name, name, xattrBuffer, out length)
            : Lower.GetXattr(source.Lower, name, xattrBuffer, out length);
        if (error == Errno.ENODATA)
        {
            return null;
        }

        error.OrThrow($"read {shown}");
        return xattrBuffer[..length];
    }
}
