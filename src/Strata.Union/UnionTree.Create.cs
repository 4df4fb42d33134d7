using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>New files.</summary>
public sealed partial class UnionTree
{
    /// <summary>mkdir(2). <paramref name="mode"/> has no type bits.</summary>
    public Errno MakeDirectory(UnionNode parent, ReadOnlySpan<byte> name, uint mode, in Creator creator, Changes changes, out UnionNode? node, out FileStat stat) =>
        Make(parent, name, new NewFile(FileMode.Directory | (mode & FileMode.PermissionMask), default, default), creator, changes, out node, out stat);

    /// <summary>mknod(2): a regular file, fifo, socket or device by the type bits. EPERM for the character device 0:0, which is a whiteout.</summary>
    public Errno MakeNode(UnionNode parent, ReadOnlySpan<byte> name, uint mode, DeviceNumber device, in Creator creator, Changes changes, out UnionNode? node, out FileStat stat)
    {
        if ((mode & FileMode.TypeMask) == FileMode.CharDevice && device == default)
        {
            node = null;
            stat = default;
            return Errno.EPERM;
        }

        return Make(parent, name, new NewFile(mode, device, default), creator, changes, out node, out stat);
    }

    /// <summary>symlink(2).</summary>
    public Errno MakeSymlink(UnionNode parent, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target, in Creator creator, Changes changes, out UnionNode? node, out FileStat stat) =>
        Make(parent, name, new NewFile(FileMode.Symlink | 0x1FF, default, target), creator, changes, out node, out stat);

    /// <summary>
    /// open(2) with O_CREAT|O_EXCL: makes a regular file and opens it. EEXIST where the name is there.
    /// </summary>
    public Errno Create(UnionNode parent, ReadOnlySpan<byte> name, uint mode, OpenFlags flags, in Creator creator, Changes changes, out UnionNode? node, out FileStat stat, out OpenFile? file)
    {
        file = null;
        NewFile what = new(FileMode.Regular | (mode & FileMode.PermissionMask), default, default) { OpenFlags = IoFlags(flags) };
        lock (gate)
        {
            Errno error = MakeLocked(parent, name, ref what, creator, changes, out node, out stat);
            if (error == Errno.Ok)
            {
                node!.References++; // The open file's.
                file = new OpenFile(this, node, what.Opened, readsLower: false, (flags & OpenFlags.AccessMask) != OpenFlags.ReadOnly);
            }

            return GiveLocked(error, ref node);
        }
    }

    /// <summary>open(2) with O_TMPFILE: a file without a name in the file system of <paramref name="parent"/>.</summary>
    public Errno CreateTemporary(UnionNode parent, uint mode, OpenFlags flags, in Creator creator, Changes changes, out UnionNode? node, out FileStat stat, out OpenFile? file)
    {
        node = null;
        file = null;
        stat = default;
        lock (gate)
        {
            Errno error = UpperDirectoryLocked(parent, changes, out FileFd directory);
            if (error != Errno.Ok)
            {
                return error;
            }

            NewFile what = new(FileMode.Regular | (mode & FileMode.PermissionMask), default, default)
            {
                OpenFlags = IoFlags(flags) | OpenFlags.TemporaryFile,
            };
            error = NewFileMaker.Make(ref what, directory, "."u8, creator, InheritanceLocked(parent, directory), store);
            FileFd handle = default;
            if (error == Errno.Ok)
            {
                error = Sys.Reopen(what.Opened, OpenFlags.Path, out handle);
            }

            if (error == Errno.Ok)
            {
                error = store.StatAt(what.Opened, default, out stat);
            }

            if (error != Errno.Ok)
            {
                what.Opened.Dispose();
                return error;
            }

            stat.Ino = UpperIno(stat);
            node = NewNodeLocked(stat);
            node.Upper = new UpperState { Handle = handle, Marks = UpperMarks.Known, HasContent = true };
            node.IsUnlinked = true;
            node.References = 2;
            file = new OpenFile(this, node, what.Opened, readsLower: false, canWrite: true);
            return Errno.Ok;
        }
    }

    private Errno Make(UnionNode parent, ReadOnlySpan<byte> name, NewFile what, in Creator creator, Changes changes, out UnionNode? node, out FileStat stat)
    {
        lock (gate)
        {
            Errno error = MakeLocked(parent, name, ref what, creator, changes, out node, out stat);
            return GiveLocked(error, ref node);
        }
    }

    private Errno MakeLocked(UnionNode parent, ReadOnlySpan<byte> name, ref NewFile what, in Creator creator, Changes changes, out UnionNode? node, out FileStat stat)
    {
        node = null;
        stat = default;
        if (name.Length > FileName.MaxLength)
        {
            return Errno.ENAMETOOLONG;
        }

        if (names.Find(parent, name) is not null)
        {
            return Errno.EEXIST;
        }

        // Before a directory is copied up for nothing.
        bool covers = LowerHasLocked(parent, name);
        if (covers && !parent.IsInUpper)
        {
            return Errno.EEXIST;
        }

        Errno error = UpperDirectoryLocked(parent, changes, out FileFd directory);
        if (error != Errno.Ok)
        {
            return error;
        }

        Inheritance inherits = InheritanceLocked(parent, directory);
        if (covers)
        {
            error = MakeOverWhiteoutLocked(parent, directory, name, ref what, creator, inherits);
        }
        else
        {
            error = NewFileMaker.Make(ref what, directory, name, creator, inherits, store);
            if (error == Errno.EEXIST && IsWhiteoutLocked(parent, directory, name))
            {
                error = MakeOverWhiteoutLocked(parent, directory, name, ref what, creator, inherits);
            }
            else if (error == Errno.Ok && what.IsDirectory && !parent.Lower.IsNone && !options.AllowsOtherLowers)
            {
                // Nothing lies below; as overlayfs does, so that nobody need look, and may fail.
                _ = Sys.LSetXattr(directory, name, xattrs.Opaque, "y"u8);
            }
        }

        if (error == Errno.Ok)
        {
            error = what.Opened.IsOpen ? store.StatAt(what.Opened, default, out stat) : store.StatAt(directory, name, out stat);
        }

        if (error != Errno.Ok)
        {
            what.Opened.Dispose();
            return error;
        }

        stat.Ino = UpperIno(stat);
        node = NewNodeLocked(stat);
        node.Upper = new UpperState { Marks = UpperMarks.Known, HasContent = true };
        names.Add(node, parent, name.ToArray());
        return Errno.Ok;
    }

    /// <summary>
    /// Makes a file where the upper has a whiteout: staged in the work folder, then renamed over it. A directory is made
    /// opaque and exchanged with the whiteout, since a directory does not replace a device.
    /// </summary>
    private Errno MakeOverWhiteoutLocked(UnionNode parent, FileFd directory, ReadOnlySpan<byte> name, ref NewFile what, in Creator creator, Inheritance inherits)
    {
        Errno error = Sys.StatAt(directory, name, out FileStat there);
        if (error == Errno.ENOENT || (error == Errno.Ok && !IsWhiteoutLocked(parent, directory, name, there)))
        {
            return Errno.EEXIST; // The lower's or the upper's file shows.
        }

        if (error != Errno.Ok)
        {
            return error;
        }

        ReadOnlySpan<byte> staged = work!.NewName(stackalloc byte[WorkFolder.MaxName]);
        error = NewFileMaker.MakeStaged(ref what, work.Staging, staged, directory, creator, inherits, store);
        if (error == Errno.Ok && what.IsDirectory)
        {
            error = Sys.LSetXattr(work.Staging, staged, xattrs.Opaque, "y"u8);
        }

        if (error == Errno.Ok)
        {
            error = Sys.RenameAt(work.Staging, staged, directory, name, what.IsDirectory ? RenameFlags.Exchange : RenameFlags.None);
        }

        if (error != Errno.Ok || what.IsDirectory)
        {
            work.Discard(staged);
        }

        return error;
    }

    /// <summary>The flags that matter to the descriptor that content is read and written through.</summary>
    private static OpenFlags IoFlags(OpenFlags flags)
    {
        // The server also reads: through shared mappings, and to fill pages around a short write.
        OpenFlags access = (flags & OpenFlags.AccessMask) == OpenFlags.ReadOnly ? OpenFlags.ReadOnly : OpenFlags.ReadWrite;

        // Without O_DIRECT: what is read and written here comes from the kernel's buffers at any address. By passthrough the
        // kernel opens the file once more with the caller's own flags.
        return access | OpenFlags.NoFollow;
    }
}
