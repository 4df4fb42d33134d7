using Strata.Linux;

namespace Strata.Union;

/// <summary>How what lies in the folders is reached: by directory descriptor and name, never through a symlink.</summary>
public sealed partial class FolderLower
{
    private const OpenFlags OpenDirectoryFlags = OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow;

    /// <summary>A descriptor and a name for the calls that end in At; an empty name is the descriptor itself.</summary>
    private Errno LocateLocked(LowerId id, out FileFd directory, out ReadOnlySpan<byte> name)
    {
        ref FolderSlot slot = ref slots[id];
        if (slot.Place is not FolderInode inode)
        {
            name = slot.Name;
            return OpenLocked(slot.Home, out directory);
        }

        FolderDirectory first = inode.Parts[0];
        if (first.Handle.IsOpen || first.Parent is null)
        {
            name = default;
            return OpenLocked(first, out directory);
        }

        name = first.Name;
        return OpenLocked(first.Parent, out directory);
    }

    /// <summary>
    /// The open directory; borrowed until the gate is released. ENOENT where it is gone or became something else, which no
    /// lower should do.
    /// </summary>
    private Errno OpenLocked(FolderDirectory directory, out FileFd opened)
    {
        opened = directory.Handle;
        if (opened.IsOpen)
        {
            directories.Touch(directory);
            return Errno.Ok;
        }

        Errno error = Errno.Ok;
        while (error == Errno.Ok && !directory.Handle.IsOpen)
        {
            error = OpenStepLocked(directory);
        }

        opened = directory.Handle;
        return error is Errno.ENOTDIR or Errno.ELOOP ? Errno.ENOENT : error;
    }

    /// <summary>Opens a directory from the nearest open one above, or one on the way there where the path is too long for one call.</summary>
    private Errno OpenStepLocked(FolderDirectory directory)
    {
        int length = directory.Name.Length;
        FolderDirectory above = directory.Parent!;
        while (!above.Handle.IsOpen)
        {
            length += above.Name.Length + 1;
            above = above.Parent!;
        }

        while (length >= PathText.MaxLength)
        {
            length -= directory.Name.Length + 1;
            directory = directory.Parent!;
        }

        directories.Touch(above);
        Errno error;
        if (directory.Parent == above)
        {
            error = OpenNameLocked(directory, above.Handle, directory.Name);
        }
        else
        {
            Span<byte> path = stackalloc byte[length];
            int start = length;
            for (FolderDirectory at = directory; at != above; at = at.Parent!)
            {
                start -= at.Name.Length;
                at.Name.CopyTo(path[start..]);
                if (start > 0)
                {
                    path[--start] = (byte)'/';
                }
            }

            error = OpenNameLocked(directory, above.Handle, path);
        }

        if (error == Errno.Ok)
        {
            directories.Add(directory);
        }

        return error;
    }

    private Errno OpenNameLocked(FolderDirectory directory, FileFd above, ReadOnlySpan<byte> path)
    {
        directory.State = (directory.State | FolderDirectoryState.AtStart) & ~FolderDirectoryState.SearchOnly;
        Errno error = OpenFileLocked(directory.Layer, above, path, OpenDirectoryFlags, out directory.Handle);
        if (error == Errno.EACCES)
        {
            // Who may not read it may still be allowed to search it.
            error = OpenFileLocked(directory.Layer, above, path, OpenDirectoryFlags | OpenFlags.Path, out directory.Handle);
            directory.State |= FolderDirectoryState.SearchOnly;
        }

        return error;
    }

    /// <summary>
    /// openat(2) of a path without symlinks. The time of access stays, as it does in overlayfs, where that is allowed; a
    /// process without free descriptors closes some.
    /// </summary>
    private Errno OpenFileLocked(FolderLayer layer, FileFd above, ReadOnlySpan<byte> path, OpenFlags flags, out FileFd file)
    {
        bool quiet = !layer.TouchesAccessTimes && (flags & OpenFlags.Path) == 0;
        OpenFlags all = quiet ? flags | OpenFlags.NoAccessTime : flags;
        Errno error = OpenOnce(above, path, all, out file);
        if (error == Errno.EPERM && quiet)
        {
            layer.TouchesAccessTimes = true;
            all = flags;
            error = OpenOnce(above, path, all, out file);
        }

        return error is Errno.EMFILE or Errno.ENFILE && directories.Shrink() ? OpenOnce(above, path, all, out file) : error;
    }

    private static Errno OpenOnce(FileFd above, ReadOnlySpan<byte> path, OpenFlags flags, out FileFd file) => path.Contains((byte)'/')
        ? Sys.OpenAt2(above, path, flags, ResolveFlags.Beneath | ResolveFlags.NoSymlinks, out file)
        : Sys.OpenAt(above, path, flags, out file);
}
