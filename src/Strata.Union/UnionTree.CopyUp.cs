using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// Copy-up: staged in the work folder without the gate, since the lower never changes; published under the gate by one
/// rename. Whatever fails before that rename leaves nothing behind.
/// </summary>
public sealed partial class UnionTree
{
    /// <summary>Makes sure that a node is in the upper. Takes locks: the caller holds none. ESTALE: it is another node by now, see <see cref="Current"/>.</summary>
    /// <param name="node">The node.</param>
    /// <param name="keep">
    /// How many bytes of a file's content will still be wanted: a truncation needs no more than it keeps.
    /// <see cref="Replica.NoContent"/>: nobody writes it, it may stay below.
    /// </param>
    /// <param name="changes">What changed on the way.</param>
    /// <param name="only">Of a file with several names, the one that must be there; otherwise all that are known.</param>
    private Errno EnsureUpper(UnionNode node, long keep, Changes changes, NodeName? only = null)
    {
        if (node.Upper is { HasNamesBelow: false } there && (there.HasContent || keep == Replica.NoContent))
        {
            return Errno.Ok;
        }

        if (IsReadOnly)
        {
            return Errno.EROFS;
        }

        if (node.IsDirectory)
        {
            lock (gate)
            {
                return CopyUpDirectoryLocked(node, changes);
            }
        }

        lock (CopyLockOf(node))
        {
            Errno ready = PrepareCopyUp(node, only, changes, out bool isIndexed);
            if (ready != Errno.Ok || node.IsInUpper)
            {
                return ready != Errno.Ok || keep == Replica.NoContent ? ready : CopyUpContent(node, keep, changes.MustStop);
            }

            ReadOnlySpan<byte> staged = work!.NewName(stackalloc byte[WorkFolder.MaxName]);
            bool keepsOrigin = isIndexed && index!.IsPersistent;
            Errno error = Replica.Stage(lower, node.Lower, work.Staging, staged, keep, keepsOrigin, options, store, changes.MustStop, out Staged made);
            lock (gate)
            {
                if (error == Errno.Ok)
                {
                    error = isIndexed && node.ParentNode is not null
                        ? PublishIndexedLocked(node, only, staged, made, changes)
                        : PublishLocked(node, staged, made, changes);
                }

                if (error != Errno.Ok && !node.IsInUpper)
                {
                    work.Discard(staged);
                }
            }

            return error;
        }
    }

    /// <summary>Opens the index for a file that needs it, and links up the names of one that lies in the upper.</summary>
    private Errno PrepareCopyUp(UnionNode node, NodeName? only, Changes changes, out bool isIndexed)
    {
        lock (gate)
        {
            if (node.IsDetached)
            {
                isIndexed = false;
                return Errno.ESTALE;
            }

            isIndexed = !node.IsInUpper && IsLinkedBelowLocked(node);
            return isIndexed ? OpenIndexLocked(create: true)
                : node.Upper is { HasNamesBelow: true } ? LinkUpLocked(node, only, changes)
                : Errno.Ok;
        }
    }

    /// <summary>The open directory in the upper, copied up if need be; borrowed until the gate is released.</summary>
    private Errno UpperDirectoryLocked(UnionNode node, Changes changes, out FileFd directory)
    {
        directory = default;
        if (IsReadOnly)
        {
            return Errno.EROFS;
        }

        if (node.IsUnlinked)
        {
            return Errno.ENOENT;
        }

        Errno error = node.IsInUpper ? Errno.Ok : CopyUpDirectoryLocked(node, changes);
        return error == Errno.Ok ? OpenDirectoryLocked(node, out directory) : error;
    }

    private Errno CopyUpDirectoryLocked(UnionNode node, Changes changes)
    {
        if (node.IsInUpper)
        {
            return Errno.Ok;
        }

        ReadOnlySpan<byte> staged = work!.NewName(stackalloc byte[WorkFolder.MaxName]);
        Errno error = Replica.Stage(lower, node.Lower, work.Staging, staged, 0, keepsOrigin: true, options, store, null, out Staged made);
        if (error == Errno.Ok)
        {
            error = PublishLocked(node, staged, made, changes);
        }

        if (error != Errno.Ok)
        {
            work.Discard(staged);
        }

        return error;
    }

    /// <summary>Renames what was staged to its name in the upper, with the directories above it copied up first.</summary>
    private Errno PublishLocked(UnionNode node, ReadOnlySpan<byte> staged, in Staged made, Changes changes)
    {
        if (node.ParentNode is not { } parent)
        {
            return PublishNamelessLocked(node, staged, made);
        }

        Errno error = UpperDirectoryLocked(parent, changes, out FileFd directory);
        FileStat parentStat = default;
        if (error == Errno.Ok)
        {
            error = Sys.FStat(directory, out parentStat);
        }

        if (error == Errno.Ok)
        {
            error = MarkImpureLocked(parent, directory);
        }

        if (error == Errno.Ok)
        {
            error = Sys.RenameAt(work!.Staging, staged, directory, node.Bytes, RenameFlags.NoReplace);
        }

        if (error != Errno.Ok)
        {
            return error;
        }

        // To its users the directory did not change.
        _ = Sys.UtimensAt(directory, default, parentStat.Accessed, parentStat.Modified);
        if (!node.IsDirectory && made.Source.Links > 1)
        {
            GiveOwnNumberLocked(node, directory);
        }

        // Nothing is in a new directory that could make it impure.
        node.Upper = NewState(made);
        changes.Add(node);
        changes.Add(parent); // Its time of change.
        return Errno.Ok;
    }

    /// <summary>A file that lost its last name while it lay in the lower, and is changed through a descriptor.</summary>
    private Errno PublishNamelessLocked(UnionNode node, ReadOnlySpan<byte> staged, in Staged made)
    {
        if (node.IsDirectory)
        {
            return Errno.ENOENT;
        }

        Errno error = Sys.OpenAt(work!.Staging, staged, OpenFlags.Path | OpenFlags.NoFollow, out FileFd handle);
        if (error == Errno.Ok)
        {
            error = Sys.UnlinkAt(work.Staging, staged);
            UpperState upper = NewState(made);
            upper.Handle = handle;
            node.Upper = upper;
        }

        return error;
    }

    private static UpperState NewState(in Staged made) => new() { Marks = made.Marks, HasContent = (made.Marks & UpperMarks.Metacopy) == 0 };

    /// <summary>
    /// A file of the lower with several names becomes a file of its own when one of them is copied up, and must not be taken
    /// for the others (overlayfs with index=off).
    /// </summary>
    private void GiveOwnNumberLocked(UnionNode node, FileFd directory)
    {
        if (Sys.StatAt(directory, node.Bytes, out FileStat stat) == Errno.Ok)
        {
            node.Ino = UpperIno(stat);
        }
    }
}
