using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// Merging directories: from the first one down until one is opaque or something else is met, along redirects. The search
/// stops when enough is known, and goes on when more is asked for.
/// </summary>
public sealed partial class FolderLower
{
    /// <summary>Finds all parts of a directory.</summary>
    private Errno CompleteLocked(FolderInode inode) => inode.Rest is null ? Errno.Ok : ContinueLocked(inode, int.MaxValue);

    /// <summary>Finds so many further parts of a directory at most.</summary>
    private Errno ContinueLocked(FolderInode inode, int parts)
    {
        while (inode.Rest is { } rest && parts > 0)
        {
            Errno error = rest.MarksApplied ? Errno.Ok : ApplyMarksLocked(inode.Parts[^1], rest);
            FolderDirectory? found = null;
            if (error == Errno.Ok)
            {
                error = NextPartLocked(rest, out found);
            }

            if (error != Errno.Ok)
            {
                return error;
            }

            if (found is null)
            {
                inode.Rest = null;
                return Errno.Ok;
            }

            inode.Add(found);
            parts--;
            rest.MarksApplied = !MustReadMarks(found.Layer, rest.Current, rest.In.Length);
        }

        return Errno.Ok;
    }

    /// <summary>
    /// Whether a directory's marks can mean anything. The kernel does not read them in the last layer; and where it follows
    /// no redirects, not in the last that the directory above is merged of.
    /// </summary>
    private bool MustReadMarks(FolderLayer layer, int place, int places) =>
        options.FollowRedirects || dataFolders.Length > 0 ? !layer.IsLowest : place < places - 1;

    private Errno ApplyMarksLocked(FolderDirectory part, FolderSearch rest)
    {
        Errno error = ReadMarksLocked(part, rest.HasMore, out bool isOpaque, out byte[]? redirect);
        if (error == Errno.Ok && isOpaque)
        {
            rest.End();
        }
        else if (error == Errno.Ok && redirect is not null)
        {
            error = RedirectLocked(rest, redirect, part.Layer);
        }

        rest.MarksApplied = error == Errno.Ok;
        return error;
    }

    /// <summary>Reads the marks of a directory. One that may not be read has none.</summary>
    private Errno ReadMarksLocked(FolderDirectory part, bool coversAny, out bool isOpaque, out byte[]? redirect)
    {
        isOpaque = false;
        redirect = null;
        Errno error = OpenLocked(part, out FileFd opened);
        if (error != Errno.Ok || part.Is(FolderDirectoryState.SearchOnly))
        {
            return error is Errno.ENOENT or Errno.EACCES ? Errno.Ok : error;
        }

        error = marks.ReadDirectory(opened, out isOpaque, out bool xattrWhiteouts, out redirect);
        part.State |= FolderDirectoryState.MarksKnown | (xattrWhiteouts ? FolderDirectoryState.XattrWhiteouts : 0);
        if (options.WhiteoutFiles && !isOpaque && (coversAny || redirect is not null))
        {
            isOpaque = Sys.StatAt(opened, Layers.WhiteoutName.Opaque, out _) == Errno.Ok;
            redirect = isOpaque ? null : redirect;
        }

        return error;
    }

    private Errno RedirectLocked(FolderSearch rest, byte[] redirect, FolderLayer layer)
    {
        if (!options.FollowRedirects)
        {
            return Errno.EPERM;
        }

        if (redirect[0] != (byte)'/')
        {
            rest.Rename(redirect);
            return Errno.Ok;
        }

        FolderDirectory[] stack = roots[(layer.Index + 1)..];
        int end = redirect.AsSpan().LastIndexOf((byte)'/');
        byte[] name = redirect[(end + 1)..];
        foreach (Range range in redirect.AsSpan(0, end).Split((byte)'/'))
        {
            ReadOnlySpan<byte> component = redirect.AsSpan(range);
            if (component.IsEmpty)
            {
                continue;
            }

            Errno error = DescendLocked(ref stack, component);
            if (error != Errno.Ok)
            {
                return error;
            }
        }

        rest.Move(stack, name);
        return Errno.Ok;
    }

    /// <summary>From a stack of directories to the one that is merged of those of a name in it; an empty stack where there is none.</summary>
    private Errno DescendLocked(ref FolderDirectory[] stack, ReadOnlySpan<byte> name)
    {
        if (stack.Length == 0)
        {
            return Errno.Ok;
        }

        FolderSearch search = new(stack, name.ToArray(), -1) { MarksApplied = true };
        Errno error = NextPartLocked(search, out FolderDirectory? first);
        FolderInode? inode = null;
        if (error == Errno.Ok && first is not null)
        {
            search.MarksApplied = !MustReadMarks(first.Layer, search.Current, stack.Length);
            inode = new FolderInode(first) { Rest = search };
            error = CompleteLocked(inode);
        }

        stack = inode?.Parts ?? [];
        return error;
    }

    /// <summary>The next directory of the name; null where there is none, or something else hides it.</summary>
    private Errno NextPartLocked(FolderSearch search, out FolderDirectory? found)
    {
        found = null;
        while (search.TryNext(out FolderDirectory above, out byte type))
        {
            if (new FileName(search.Name).IsDotOrDotDot)
            {
                return Errno.EACCES; // What the kernel says to a redirect that leads out.
            }

            if (type == DirectoryType)
            {
                found = new FolderDirectory(above, search.Name, above.Layer);
                return Errno.Ok;
            }

            Errno error = ProbePartLocked(above, search.Name, out FileStat stat, out bool isHidden);
            if (error == Errno.ENOENT && !isHidden)
            {
                continue;
            }

            if (error == Errno.Ok && stat.IsDirectory)
            {
                found = new FolderDirectory(above, search.Name, above.Layer);
                if (HasWhiteoutFileLocked(above, above.Handle, search.Name))
                {
                    search.End();
                }
            }

            return error == Errno.ENOENT ? Errno.Ok : error;
        }

        return Errno.Ok;
    }
}
