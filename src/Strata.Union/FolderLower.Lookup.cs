using Strata.Linux;

namespace Strata.Union;

/// <summary>Finding what a name leads to in a stack of folders.</summary>
public sealed partial class FolderLower
{
    /// <summary>
    /// From the topmost folder down: a whiteout ends the search, the first thing found decides the kind, and directories go
    /// on being merged until one is opaque or something else lies below.
    /// </summary>
    private Errno FindLocked(FolderInode parent, ReadOnlySpan<byte> name, out FolderInode? found, out FileStat stat)
    {
        found = null;
        stat = default;
        if (parent.Directories is not { } stack)
        {
            return Errno.ENOTDIR;
        }

        List<FolderDirectory>? merged = null;
        byte[] kept = name.ToArray();
        for (int i = 0; i < stack.Length; i++)
        {
            Errno error = OpenLocked(stack[i], out FileFd directory);
            error = error == Errno.Ok ? Sys.StatAt(directory, kept, out FileStat here) : Fail(error, out here);
            if (error is Errno.ENOENT)
            {
                continue;
            }

            if (error != Errno.Ok)
            {
                return error;
            }

            if (here.IsWhiteout || (merged is not null && !here.IsDirectory))
            {
                break;
            }

            if (!here.IsDirectory)
            {
                stat = here;
                stat.Ino = NumberOf(stack[i].Layer, stat.Ino);
                found = new FolderInode { Home = stack[i], Name = kept };
                return Errno.Ok;
            }

            stat = merged is null ? here : stat;
            FolderDirectory part = new(stack[i], kept, stack[i].Layer);
            (merged ??= []).Add(part);
            error = MarksLocked(part, out bool opaque, out byte[]? redirect);
            if (error != Errno.Ok)
            {
                return error;
            }

            if (opaque)
            {
                break;
            }

            if (redirect is null)
            {
                continue;
            }

            if (redirect[0] == (byte)'/')
            {
                error = FollowLocked(redirect, part.Layer + 1, merged);
                if (error != Errno.Ok)
                {
                    return error;
                }

                break;
            }

            kept = redirect;
        }

        if (merged is null)
        {
            return Errno.ENOENT;
        }

        found = new FolderInode { Directories = [.. merged] };
        Show(found, merged[0].Layer, ref stat);
        return Errno.Ok;
    }

    /// <summary>Adds what lies at an absolute redirect in the folders from <paramref name="layer"/> down.</summary>
    private Errno FollowLocked(byte[] path, int layer, List<FolderDirectory> merged)
    {
        FolderInode at = new() { Directories = roots[layer..] };
        foreach (Range range in path.AsSpan().Split((byte)'/'))
        {
            ReadOnlySpan<byte> part = path.AsSpan(range);
            if (part.IsEmpty)
            {
                continue;
            }

            Errno error = FindLocked(at, part, out FolderInode? next, out _);
            if (error is Errno.ENOENT or Errno.ENOTDIR || next is { Directories: null })
            {
                return Errno.Ok;
            }

            if (error != Errno.Ok)
            {
                return error;
            }

            at = next!;
        }

        merged.AddRange(at.Directories!);
        return Errno.Ok;
    }

    private Errno MarksLocked(FolderDirectory directory, out bool opaque, out byte[]? redirect)
    {
        opaque = false;
        redirect = null;
        if (directory.Layer == roots.Length - 1)
        {
            return Errno.Ok; // Nothing lies below that could be hidden.
        }

        Errno error = OpenLocked(directory, out FileFd opened);
        if (error == Errno.Ok)
        {
            opaque = xattrs.IsOpaque(opened);
            redirect = opaque ? null : xattrs.ReadRedirect(opened);
        }

        return error;
    }

    /// <summary>The open directory; borrowed until the gate is released.</summary>
    private Errno OpenLocked(FolderDirectory directory, out FileFd opened)
    {
        opened = directory.Handle;
        if (opened.IsOpen)
        {
            directories.Touch(directory);
            return Errno.Ok;
        }

        Errno error = OpenLocked(directory.Parent!, out FileFd parent);
        if (error == Errno.Ok)
        {
            error = Sys.OpenAt(parent, directory.Name, OpenDirectoryFlags, out opened);
        }

        if (error == Errno.Ok)
        {
            directory.Handle = opened;
            directories.Add(directory);
        }

        return error;
    }

    /// <summary>A descriptor and a name for the calls that end in At; the name of a directory is empty.</summary>
    private Errno LocateLocked(LowerId id, out FileFd directory, out byte[] name)
    {
        FolderInode inode = InodeOf(id);
        name = inode.Name;
        return OpenLocked(inode.Directories?[0] ?? inode.Home!, out directory);
    }

    private static Errno Fail(Errno error, out FileStat stat)
    {
        stat = default;
        return error;
    }

    private static bool IsWhiteout(FileFd directory, ReadOnlySpan<byte> name) =>
        Sys.StatAt(directory, name, out FileStat stat) == Errno.Ok && stat.IsWhiteout;
}
