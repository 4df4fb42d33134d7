using Strata.Linux;

namespace Strata.Union;

/// <summary>Attributes: reading and changing them.</summary>
public sealed partial class UnionTree
{
    /// <summary>The attributes of a node.</summary>
    public Errno GetAttributes(UnionNode node, out FileStat stat)
    {
        lock (gate)
        {
            UnionNode current = CurrentLocked(node);
            Errno error = AttributesLocked(current, out stat);
            if (error == Errno.Ok && current != node)
            {
                // Who still reads the lower's content is told its size, so that fstat, SEEK_END and read agree.
                error = lower.GetAttributes(node.Lower, out FileStat content);
                stat.Size = content.Size;
                stat.Blocks = content.Blocks;
            }

            return error;
        }
    }

    /// <summary>Changes attributes; afterwards <paramref name="stat"/> are those it has then.</summary>
    /// <param name="node">The node; copied up first.</param>
    /// <param name="file">An open file of it, to be truncated through where it is open for writing; or null.</param>
    /// <param name="change">What to change.</param>
    /// <param name="changes">What changed on the way.</param>
    /// <param name="stat">The new attributes.</param>
    /// <returns>ESTALE: another size of a file whose lower content the kernel reads by itself, see <see cref="DetachPinned"/>.</returns>
    public Errno SetAttributes(UnionNode node, OpenFile? file, in NodeChange change, Changes changes, out FileStat stat)
    {
        stat = default;
        UnionNode asked = node;
        node = Current(node);
        long keep = change.Size is { } size && node.PinnedLower == 0 ? size : long.MaxValue;
        if (change.Size is not null && !node.IsRegular)
        {
            return node.IsDirectory ? Errno.EISDIR : Errno.EINVAL;
        }

        Errno error = EnsureUpperCurrent(ref node, change.Size is null ? Replica.NoContent : keep, changes);
        if (error == Errno.Ok && change.Size is not null && (asked != node || DetachPinned(node, changes)))
        {
            // The kernel would give the new size to the inode that readers of the old content have open.
            return Errno.ESTALE;
        }

        if (error == Errno.Ok && change.Size is { } length)
        {
            error = Truncate(node, file, length, change.KillSetId);
        }

        if (error != Errno.Ok)
        {
            return error;
        }

        using (EnterSettled(ref node))
        {
            error = LocateLocked(node, out FileFd directory, out ReadOnlySpan<byte> name);
            if (error == Errno.Ok)
            {
                error = ApplyLocked(node, directory, name, change);
            }

            return error != Errno.Ok ? error : AttributesLocked(node, out stat);
        }
    }

    private Errno ApplyLocked(UnionNode node, FileFd directory, ReadOnlySpan<byte> name, in NodeChange change)
    {
        Errno error = Errno.Ok;
        bool killsSetId = change.KillSetId && change.Size is null && node.IsRegular;
        if (change.Uid is not null || change.Gid is not null || killsSetId)
        {
            // chown(2) clears the set-id bits whoever calls, also where the owner stays.
            error = store.ChownAt(directory, name, change.Uid ?? uint.MaxValue, change.Gid ?? uint.MaxValue);
        }

        if (error == Errno.Ok && change.Mode is { } mode)
        {
            // chmod follows symlinks, and this one's own mode cannot be changed.
            error = node.IsSymlink ? Errno.EOPNOTSUPP : store.ChmodAt(directory, name, mode);
            if (node.Upper is { } upper && node.IsDirectory)
            {
                upper.Inherits = Inheritance.Unknown;
            }
        }

        if (error == Errno.Ok && (change.Accessed != Timestamp.Omit || change.Modified != Timestamp.Omit))
        {
            error = Sys.UtimensAt(directory, name, change.Accessed, change.Modified);
        }

        return error;
    }

    private Errno AttributesLocked(UnionNode node, out FileStat stat)
    {
        Errno error;
        if (node.IsInUpper)
        {
            error = LocateLocked(node, out FileFd directory, out ReadOnlySpan<byte> name);
            if (error != Errno.Ok)
            {
                stat = default;
                return error;
            }

            error = store.StatAt(directory, name, out stat);
            if (node.IsDirectory && !node.Lower.IsNone)
            {
                stat.Links = 1;
            }
            else if (error == Errno.Ok && (node.HasContentBelow || node.Upper!.Entry is not null))
            {
                error = ShowLocked(node, ref stat);
                stat.Modified = moving.Count != 0 && moving.TryGetValue(node, out FileStat before) ? before.Modified : stat.Modified;
            }
        }
        else
        {
            error = lower.GetAttributes(node.Lower, out stat);
        }

        stat.Ino = node.Ino;
        if (node.IsUnlinked && (node.IsDirectory || !node.IsInUpper))
        {
            // A file of the upper may have names that nobody has looked up: the disk knows.
            stat.Links = 0;
        }

        return error;
    }

    private Errno Truncate(UnionNode node, OpenFile? file, long length, bool killSetId)
    {
        if (length < 0)
        {
            return Errno.EINVAL;
        }

        FileFd opened = default;
        Errno error = Errno.Ok;
        if (file is not { CanWrite: true })
        {
            lock (gate)
            {
                error = node.IsDetached ? Errno.ESTALE : OpenUpperLocked(node, OpenFlags.WriteOnly | OpenFlags.NonBlocking, out opened);
            }
        }

        if (error != Errno.Ok)
        {
            return error;
        }

        FileFd target = opened.IsOpen ? opened : file!.Descriptor;
        error = Sys.FTruncate(target, length);
        store.ForgetCapability(target, default);
        if (error == Errno.Ok && killSetId)
        {
            error = store.ClearSetId(target, out _);
        }

        opened.Dispose();
        return error;
    }

    /// <summary>Clears the set-id bits of a file of the upper, as a write by someone without CAP_FSETID does.</summary>
    internal Errno ClearSetId(FileFd file, out bool cleared) => store.ClearSetId(file, out cleared);
}
