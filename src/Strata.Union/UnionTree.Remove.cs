using Strata.Linux;

namespace Strata.Union;

/// <summary>Removing and linking names.</summary>
public sealed partial class UnionTree
{
    /// <summary>unlink(2).</summary>
    public Errno Unlink(UnionNode parent, ReadOnlySpan<byte> name, Changes changes)
    {
        while (true)
        {
            UnionNode? node;
            NodeName entry;
            lock (gate)
            {
                Errno found = FindLocked(parent, name, out node, out _);
                entry = found == Errno.Ok ? names.Find(parent, name)! : parent;
                if (found != Errno.Ok || !MustBeCountedLocked(entry))
                {
                    found = found != Errno.Ok ? found : node!.IsDirectory ? Errno.EISDIR : RemoveLocked(parent, name, node, changes);
                    DropLocked(node);
                    return found;
                }

                node!.References++;
            }

            Errno error = EnsureUpper(node, Replica.NoContent, changes, entry);
            bool isStale = node.IsDetached;
            Release(node);
            if (error != Errno.Ok && !isStale)
            {
                return error;
            }
        }
    }

    /// <summary>rmdir(2). ENOTEMPTY where the union shows anything in it.</summary>
    public Errno RemoveDirectory(UnionNode parent, ReadOnlySpan<byte> name, Changes changes)
    {
        lock (gate)
        {
            Errno error = FindLocked(parent, name, out UnionNode? node, out _);
            if (error != Errno.Ok)
            {
                return error;
            }

            error = node!.IsDirectory ? CheckEmptyLocked(node) : Errno.ENOTDIR;
            if (error == Errno.Ok)
            {
                error = RemoveLocked(parent, name, node, changes);
            }

            DropLocked(node);
            return error;
        }
    }

    /// <summary>link(2): one more name for a file, which is copied up first. <paramref name="node"/> itself is what the name leads to.</summary>
    public Errno MakeLink(UnionNode node, UnionNode newParent, ReadOnlySpan<byte> newName, Changes changes, out UnionNode? linkedNode, out FileStat stat)
    {
        stat = default;
        linkedNode = null;
        if (node.IsDirectory)
        {
            return Errno.EPERM;
        }

        Errno error = EnsureUpperCurrent(ref node, Replica.NoContent, changes);
        if (error == Errno.Ok)
        {
            error = AddLink(node, newParent, newName, changes, ref linkedNode, ref stat);
        }

        if (error == Errno.EXDEV && node.IsRegular)
        {
            // No room to say where its content lies.
            error = EnsureUpperCurrent(ref node, long.MaxValue, changes);
            error = error == Errno.Ok ? AddLink(node, newParent, newName, changes, ref linkedNode, ref stat) : error;
        }

        return error;
    }

    private Errno AddLink(UnionNode node, UnionNode newParent, ReadOnlySpan<byte> newName, Changes changes, ref UnionNode? linkedNode, ref FileStat stat)
    {
        lock (gate)
        {
            node = CurrentLocked(node);
            bool covers = LowerHasLocked(newParent, newName);
            if (names.Find(newParent, newName) is not null || (covers && !newParent.IsInUpper))
            {
                return Errno.EEXIST;
            }

            Errno error = UpperDirectoryLocked(newParent, changes, out FileFd directory);
            if (error == Errno.Ok)
            {
                error = KnowContentLocked(node);
            }

            if (error == Errno.Ok)
            {
                error = MarkContentLocked(node, sameParent: false);
            }

            if (error == Errno.Ok && HasOrigin(node))
            {
                error = MarkImpureLocked(newParent, directory);
            }

            if (error == Errno.Ok)
            {
                error = BeginCountLocked(node);
            }

            if (error == Errno.Ok)
            {
                error = LinkLocked(node, newParent, directory, newName, covers);
            }

            if (error == Errno.Ok)
            {
                EndCountLocked(node, 1);
                AddNameLocked(node, newParent, newName);
                if (node.Upper!.UpperIno == 0)
                {
                    RememberLinksLocked(node, UpperInoOnDiskLocked(node));
                }

                error = AttributesLocked(node, out stat);
                linkedNode = node;
            }

            return GiveLocked(error, ref linkedNode);
        }
    }

    private ulong UpperInoOnDiskLocked(UnionNode node) =>
        LocateLocked(node, out FileFd directory, out ReadOnlySpan<byte> name) == Errno.Ok && Sys.StatAt(directory, name, out FileStat stat) == Errno.Ok
            ? stat.Ino
            : 0;

    private Errno LinkLocked(UnionNode node, UnionNode parent, FileFd directory, ReadOnlySpan<byte> name, bool covers)
    {
        Errno error = covers ? Errno.EEXIST : LinkNodeLocked(node, directory, name);
        if (error != Errno.EEXIST)
        {
            return error;
        }

        if (!IsWhiteoutLocked(parent, directory, name))
        {
            return Errno.EEXIST;
        }

        ReadOnlySpan<byte> staged = work!.NewName(stackalloc byte[WorkFolder.MaxName]);
        error = LinkNodeLocked(node, work.Staging, staged);
        if (error == Errno.Ok)
        {
            error = Sys.RenameAt(work.Staging, staged, directory, name);
        }

        if (error != Errno.Ok)
        {
            work.Discard(staged);
        }

        return error;
    }

    private Errno LinkNodeLocked(UnionNode node, FileFd directory, ReadOnlySpan<byte> name)
    {
        Errno error = LocateLocked(node, out FileFd from, out ReadOnlySpan<byte> oldName);
        if (error != Errno.Ok)
        {
            return error;
        }

        return oldName.IsEmpty ? Sys.LinkOpenFile(from, directory, name) : Sys.LinkAt(from, oldName, directory, name);
    }

    /// <summary>Removes a name that leads to <paramref name="node"/>, leaving a whiteout where the lower has it.</summary>
    private Errno RemoveLocked(UnionNode parent, ReadOnlySpan<byte> name, UnionNode node, Changes changes)
    {
        Errno error = UpperDirectoryLocked(parent, changes, out FileFd directory);
        if (error != Errno.Ok)
        {
            return error;
        }

        bool covers = LowerHasLocked(parent, name);
        if (!node.IsInUpper)
        {
            error = MakeWhiteoutLocked(parent, directory, directory, name);
        }
        else
        {
            error = node.References > 0 ? KeepOpenLocked(node) : Errno.Ok;
            error = error == Errno.Ok ? BeginCountLocked(node) : error;
            if (error == Errno.Ok)
            {
                error = node.IsDirectory ? RemoveUpperDirectoryLocked(parent, directory, name, covers, node) : RemoveUpperFileLocked(parent, directory, name, covers);
            }
        }

        if (error == Errno.Ok)
        {
            RemoveNameLocked(names.Find(parent, name)!);
            EndCountLocked(node, -1);
        }
        else
        {
            LetGoLocked(node);
        }

        return error;
    }

    private Errno RemoveUpperFileLocked(UnionNode parent, FileFd directory, ReadOnlySpan<byte> name, bool covers)
    {
        if (!covers)
        {
            return Sys.UnlinkAt(directory, name);
        }

        // The whiteout replaces the file in one step, so that the lower's never shows through.
        ReadOnlySpan<byte> staged = work!.NewName(stackalloc byte[WorkFolder.MaxName]);
        Errno error = MakeWhiteoutLocked(parent, directory, work.Staging, staged);
        if (error == Errno.Ok)
        {
            error = Sys.RenameAt(work.Staging, staged, directory, name);
            if (error != Errno.Ok)
            {
                work.Discard(staged);
            }
        }

        return error;
    }

    /// <summary>Removes a directory that the union shows empty; the upper's may hold whiteouts.</summary>
    private Errno RemoveUpperDirectoryLocked(UnionNode parent, FileFd directory, ReadOnlySpan<byte> name, bool covers, UnionNode node)
    {
        Errno error = Errno.ENOTEMPTY;
        if (!covers && node.Lower.IsNone)
        {
            error = Sys.RmdirAt(directory, name);
        }

        if (error != Errno.ENOTEMPTY)
        {
            return error;
        }

        ReadOnlySpan<byte> staged = work!.NewName(stackalloc byte[WorkFolder.MaxName]);
        if (covers)
        {
            error = MakeWhiteoutLocked(parent, directory, work.Staging, staged);
            error = error == Errno.Ok ? Sys.RenameAt(work.Staging, staged, directory, name, RenameFlags.Exchange) : error;
        }
        else
        {
            error = Sys.RenameAt(directory, name, work.Staging, staged);
        }

        work.Discard(staged);
        return error;
    }
}
