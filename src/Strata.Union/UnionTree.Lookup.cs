using Strata.Linux;

namespace Strata.Union;

/// <summary>Finding nodes by name.</summary>
public sealed partial class UnionTree
{
    /// <summary>Finds a name; ENOENT where it is not there.</summary>
    public Errno Lookup(UnionNode parent, ReadOnlySpan<byte> name, out UnionNode? node, out FileStat stat)
    {
        lock (gate)
        {
            Errno error = FindLocked(parent, name, out node, out stat);
            return GiveLocked(error, ref node);
        }
    }

    /// <summary>Counts a reference for a node that a public method answers.</summary>
    private static Errno GiveLocked(Errno error, ref UnionNode? node)
    {
        if (error != Errno.Ok)
        {
            node = null;
        }
        else
        {
            node!.References++;
        }

        return error;
    }

    /// <summary>The node of a name, with its attributes. Without a reference: to be dropped if it is not given out.</summary>
    private Errno FindLocked(UnionNode parent, ReadOnlySpan<byte> name, out UnionNode? node, out FileStat stat)
    {
        stat = default;
        node = null;
        if (name.Length > FileName.MaxLength)
        {
            return Errno.ENAMETOOLONG;
        }

        if (parent.IsUnlinked)
        {
            return Errno.ENOENT;
        }

        if (names.Find(parent, name) is { } known)
        {
            node = known.Target;
            return AttributesLocked(node, out stat);
        }

        if (parent.IsInUpper)
        {
            Errno error = OpenDirectoryLocked(parent, out FileFd directory);
            if (error != Errno.Ok)
            {
                return error;
            }

            error = store.StatAt(directory, name, out stat);
            if (error == Errno.Ok)
            {
                return IsWhiteoutLocked(parent, directory, name, stat) ? Errno.ENOENT : FoundInUpperLocked(parent, directory, name, ref stat, out node);
            }

            if (error != Errno.ENOENT)
            {
                return error;
            }
        }

        return parent.Lower.IsNone ? Errno.ENOENT : FindInLowerLocked(parent, name, out node, out stat);
    }

    private Errno FindInLowerLocked(UnionNode parent, ReadOnlySpan<byte> name, out UnionNode? node, out FileStat stat)
    {
        node = null;
        Errno error = lower.Lookup(parent.Lower, name, out LowerId id, out stat);
        if (error != Errno.Ok)
        {
            return error;
        }

        bool isLinked = stat.Links > 1 && !stat.IsDirectory && UnifiesLinks;
        if (isLinked && IsKnownBelowLocked(stat))
        {
            return FoundAliasLocked(parent, name, id, ref stat, out node);
        }

        node = NewNodeLocked(stat);
        node.Lower = id;
        names.Add(node, parent, name.ToArray());
        if (isLinked)
        {
            linkedBelow[stat.Ino] = node;
        }

        return Errno.Ok;
    }

    private Errno FoundInUpperLocked(UnionNode parent, FileFd directory, ReadOnlySpan<byte> name, ref FileStat stat, out UnionNode? node)
    {
        ulong upperIno = stat.Ino;
        if (stat.IsDirectory)
        {
            stat.Ino = UpperIno(stat);
            return FoundDirectoryLocked(parent, directory, name, ref stat, out node);
        }

        if (stat.Links > 1 && linked.TryGetValue(upperIno, out node))
        {
            AddNameLocked(node, parent, name);
            return ShowLocked(node, ref stat);
        }

        if (stat.Links > 1 && index?.OfUpper(upperIno) is { } entry)
        {
            return FoundIndexedLocked(parent, name, entry, ref stat, out node);
        }

        node = null;
        Errno error = NumberInUpperLocked(parent, directory, name, ref stat.Ino, out UpperMarks marks);
        if (error != Errno.Ok)
        {
            return error;
        }

        node = NewNodeLocked(stat);
        node.Upper = new UpperState { Marks = marks };
        names.Add(node, parent, name.ToArray());
        if (stat.Links > 1)
        {
            RememberLinksLocked(node, upperIno);
        }

        if ((marks & UpperMarks.Known) != 0 || LooksHollow(stat))
        {
            error = ShowContentBelowLocked(node, ref stat);
        }

        if (error != Errno.Ok)
        {
            DropLocked(node);
            node = null;
        }

        return error;
    }

    /// <summary>Makes attributes on disk of a file of the upper those of the union.</summary>
    private Errno ShowLocked(UnionNode node, ref FileStat stat)
    {
        stat.Ino = node.Ino;
        stat.Links = node.Upper!.Entry is { } entry ? entry.Names : stat.Links;
        return node.HasContentBelow ? ShowContentBelowLocked(node, ref stat) : Errno.Ok;
    }

    /// <summary>A file whose content lies in the lower takes the space that it takes there.</summary>
    private Errno ShowContentBelowLocked(UnionNode node, ref FileStat stat)
    {
        Errno error = KnowContentLocked(node);
        if (error == Errno.Ok && node.HasContentBelow)
        {
            error = lower.GetAttributes(node.Lower, out FileStat below);
            stat.Blocks = below.Blocks;
        }

        return error;
    }

    private Errno FoundDirectoryLocked(UnionNode parent, FileFd directory, ReadOnlySpan<byte> name, ref FileStat stat, out UnionNode? node)
    {
        node = null;
        Errno error = Sys.OpenAt(directory, name, OpenDirectoryFlags, out FileFd opened);
        if (error != Errno.Ok)
        {
            return error;
        }

        LowerId below = LowerId.None;
        FileStat belowStat = default;
        byte[]? redirect = null;
        UpperMarks marks = UpperMarks.None;
        error = options.FuseOverlayMarks ? FuseOverlayMarks.Translate(opened, xattrs, work!) : Errno.Ok;
        error = error == Errno.Ok ? xattrs.ReadMarks(opened, mayHide: !parent.Lower.IsNone, out marks) : error;
        if (error == Errno.Ok && (marks & UpperMarks.Opaque) == 0)
        {
            error = ReadRedirectLocked(parent, opened, marks, out redirect);
            error = error == Errno.Ok ? FindBelowLocked(parent, redirect ?? name, isDirectory: true, out below, out belowStat) : error;
        }

        if (error is not (Errno.Ok or Errno.ENOENT))
        {
            opened.Dispose();
            return error;
        }

        if (!below.IsNone)
        {
            // A merged directory has one link, as in overlayfs: counting its folders would mean reading it.
            stat.Ino = belowStat.Ino;
            stat.Links = 1;
        }

        node = NewNodeLocked(stat);
        node.Lower = below;
        node.Upper = new UpperState { Handle = opened, Redirect = redirect, Marks = marks };
        names.Add(node, parent, name.ToArray());
        directories.Add(node.Upper);
        return Errno.Ok;
    }

    /// <summary>The redirect of a directory of the upper. EPERM: redirects are not followed; where nothing lies below, nobody asks.</summary>
    private Errno ReadRedirectLocked(UnionNode parent, FileFd directory, UpperMarks marks, out byte[]? redirect)
    {
        redirect = null;
        bool refuses = options.Redirect == RedirectMode.NoFollow;
        if ((marks & UpperMarks.Redirect) == 0 || (refuses && parent.Lower.IsNone))
        {
            return Errno.Ok;
        }

        Errno error = xattrs.ReadRedirect(directory, out redirect);
        return error == Errno.Ok && refuses && redirect is not null ? Errno.EPERM : error;
    }

    /// <summary>The directory or the file of the lower that lies below one of the upper: by its name or its redirect. ENOENT where there is none.</summary>
    private Errno FindBelowLocked(UnionNode parent, ReadOnlySpan<byte> where, bool isDirectory, out LowerId below, out FileStat stat)
    {
        below = LowerId.None;
        stat = default;
        Errno error;
        if (where[0] == (byte)'/')
        {
            error = lower.Resolve(where, out below, out stat);
        }
        else
        {
            error = parent.Lower.IsNone ? Errno.ENOENT : lower.Lookup(parent.Lower, where, out below, out stat);
        }

        if (error == Errno.Ok && !(isDirectory ? stat.IsDirectory : stat.IsRegular))
        {
            error = Errno.ENOENT;
        }

        if (error != Errno.Ok && !below.IsNone)
        {
            lower.Release(below);
            below = LowerId.None;
        }

        return error;
    }

    /// <summary>Whether the lower has a name, so that the upper needs a whiteout where it does not have it.</summary>
    private bool LowerHasLocked(UnionNode parent, ReadOnlySpan<byte> name) =>
        !parent.Lower.IsNone && lower.Contains(parent.Lower, name);
}
