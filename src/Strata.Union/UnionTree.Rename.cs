using Strata.Linux;

namespace Strata.Union;

/// <summary>rename(2).</summary>
public sealed partial class UnionTree
{
    /// <summary>
    /// renameat2(2) with RENAME_NOREPLACE or RENAME_EXCHANGE. A directory that the lower has a part in keeps it through a
    /// redirect; EXDEV where redirects are off.
    /// </summary>
    public Errno Rename(UnionNode parent, ReadOnlySpan<byte> name, UnionNode newParent, ReadOnlySpan<byte> newName, RenameFlags flags, Changes changes)
    {
        if (flags is not (RenameFlags.None or RenameFlags.NoReplace or RenameFlags.Exchange))
        {
            return Errno.EINVAL;
        }

        long keep = Replica.NoContent;
        while (true)
        {
            NodeName toCopy;
            lock (gate)
            {
                Move move = new(parent, name, newParent, newName, flags == RenameFlags.Exchange);
                Errno found = PrepareLocked(ref move, flags, out NodeName? missing);
                if (found == Errno.Ok && missing is null)
                {
                    found = move.Node == move.Replaced ? Errno.Ok : MoveLocked(move, changes);
                }

                if (found == Errno.EXDEV && keep == Replica.NoContent && FileToCopy(move) is { } file)
                {
                    // No room to say where its content lies: it must come along.
                    keep = long.MaxValue;
                    missing = file;
                    found = Errno.Ok;
                }

                if (found != Errno.Ok || missing is null)
                {
                    DropLocked(move.Node);
                    DropLocked(move.Replaced);
                    return found;
                }

                toCopy = missing;
                toCopy.Target.References++;
            }

            // A file's content is copied without the gate; then everything is looked up anew.
            Errno error = EnsureUpper(toCopy.Target, keep, changes, toCopy);
            bool isStale = toCopy.Target.IsDetached;
            Release(toCopy.Target);
            if (error != Errno.Ok && !isStale)
            {
                return error;
            }
        }
    }

    /// <summary>Finds both ends and checks what can be checked; <paramref name="missing"/> must be copied up first.</summary>
    private Errno PrepareLocked(ref Move move, RenameFlags flags, out NodeName? missing)
    {
        missing = null;
        if (IsReadOnly)
        {
            return Errno.EROFS;
        }

        Errno error = FindLocked(move.Parent, move.Name, out move.Node, out _);
        if (error != Errno.Ok)
        {
            return error;
        }

        error = FindLocked(move.NewParent, move.NewName, out move.Replaced, out _);
        if (error is not (Errno.Ok or Errno.ENOENT))
        {
            return error;
        }

        if (move.Node == move.Replaced)
        {
            return flags == RenameFlags.NoReplace ? Errno.EEXIST : Errno.Ok;
        }

        if (move.Exchange || error == Errno.ENOENT)
        {
            error = move.Exchange ? error : Errno.Ok;
        }
        else if (flags == RenameFlags.NoReplace)
        {
            error = Errno.EEXIST;
        }
        else if (move.Replaced!.IsDirectory != move.Node!.IsDirectory)
        {
            error = move.Node.IsDirectory ? Errno.ENOTDIR : Errno.EISDIR;
        }

        if (error == Errno.Ok && options.Redirect != RedirectMode.On
            && (HasLowerPart(move.Node!) || (move.Exchange && HasLowerPart(move.Replaced!))))
        {
            error = Errno.EXDEV;
        }

        if (error == Errno.Ok && !move.Exchange && move.Replaced is { IsDirectory: true })
        {
            error = CheckEmptyLocked(move.Replaced);
        }

        if (error == Errno.Ok)
        {
            NodeName moved = names.Find(move.Parent, move.Name)!;
            NodeName? replaced = names.Find(move.NewParent, move.NewName);
            missing = MustComeUpLocked(moved) ? moved
                : replaced is null ? null
                : (move.Exchange ? MustComeUpLocked(replaced) : MustBeCountedLocked(replaced)) ? replaced
                : null;
        }

        return error;
    }

    private bool MustComeUpLocked(NodeName name) => !name.Target.IsDirectory && (!name.Target.IsInUpper || name.IsBelow);

    private static UnionNode? FileToCopy(in Move move) => move.Node is { HasContentBelow: true } ? move.Node
        : move.Exchange && move.Replaced is { HasContentBelow: true } ? move.Replaced
        : null;

    private static bool HasLowerPart(UnionNode node) => node.IsDirectory && !node.Lower.IsNone;

    private Errno MoveLocked(in Move move, Changes changes)
    {
        UnionNode node = move.Node!;
        Errno error = CopyUpMovedLocked(move, changes, out FileFd directory, out FileFd newDirectory);
        if (error == Errno.Ok)
        {
            error = MarkLocked(node, move.Parent, move.NewParent, move.NewName, changes);
        }

        if (error == Errno.Ok && move.Exchange)
        {
            error = MarkLocked(move.Replaced!, move.NewParent, move.Parent, move.Name, changes);
        }

        if (error == Errno.Ok && move.Parent != move.NewParent)
        {
            error = HasOrigin(node) ? MarkImpureLocked(move.NewParent, newDirectory) : Errno.Ok;
            error = error == Errno.Ok && move.Exchange && HasOrigin(move.Replaced!) ? MarkImpureLocked(move.Parent, directory) : error;
        }

        if (error == Errno.Ok && !move.Exchange && move.Replaced is { IsInUpper: true } replaced)
        {
            error = replaced.References > 0 ? KeepOpenLocked(replaced) : Errno.Ok;
            error = error == Errno.Ok ? BeginCountLocked(replaced) : error;
            if (error == Errno.Ok && replaced.IsDirectory && !replaced.Lower.IsNone)
            {
                error = ReplaceByEmptyLocked(newDirectory, move.NewName);
            }
        }

        if (error == Errno.Ok)
        {
            error = RenameOnDiskLocked(move, directory, newDirectory);
        }

        if (error is Errno.ENOTEMPTY or Errno.EEXIST && !move.Exchange && move.Replaced is { IsDirectory: true, IsInUpper: true })
        {
            // Whiteouts that another driver left in a directory without a part in the lower.
            error = ReplaceByEmptyLocked(newDirectory, move.NewName);
            error = error == Errno.Ok ? RenameOnDiskLocked(move, directory, newDirectory) : error;
        }

        if (error == Errno.Ok)
        {
            RenameInTableLocked(move, changes);
        }
        else if (!move.Exchange && move.Replaced is { } kept)
        {
            LetGoLocked(kept);
        }

        return error;
    }

    private Errno CopyUpMovedLocked(in Move move, Changes changes, out FileFd directory, out FileFd newDirectory)
    {
        newDirectory = default;
        directory = default;
        Errno error = move.Node!.IsDirectory ? CopyUpDirectoryLocked(move.Node, changes) : Errno.Ok;
        if (error == Errno.Ok && move.Exchange && move.Replaced!.IsDirectory)
        {
            error = CopyUpDirectoryLocked(move.Replaced, changes);
        }

        if (error == Errno.Ok)
        {
            error = UpperDirectoryLocked(move.NewParent, changes, out _);
        }

        if (error == Errno.Ok)
        {
            error = UpperDirectoryLocked(move.Parent, changes, out directory);
        }

        return error == Errno.Ok ? OpenDirectoryLocked(move.NewParent, out newDirectory) : error;
    }

    private Errno RenameOnDiskLocked(in Move move, FileFd directory, FileFd newDirectory)
    {
        if (move.Exchange)
        {
            return Sys.RenameAt(directory, move.Name, newDirectory, move.NewName, RenameFlags.Exchange);
        }

        bool leavesWhiteout = LowerHasLocked(move.Parent, move.Name);
        Errno error = leavesWhiteout ? AllowXattrWhiteoutsLocked(move.Parent, directory) : Errno.Ok;
        if (error != Errno.Ok)
        {
            return error;
        }

        if (move.Node!.IsDirectory && move.Replaced is null && IsWhiteoutLocked(move.NewParent, newDirectory, move.NewName))
        {
            // A directory does not replace a file: they change places, and the whiteout may be wanted where it comes to lie.
            Errno exchanged = Sys.RenameAt(directory, move.Name, newDirectory, move.NewName, RenameFlags.Exchange);
            return exchanged == Errno.Ok && !leavesWhiteout ? Sys.UnlinkAt(directory, move.Name) : exchanged;
        }

        bool atOnce = leavesWhiteout && work!.Whiteouts == WhiteoutKind.Device;
        error = Sys.RenameAt(directory, move.Name, newDirectory, move.NewName, atOnce ? RenameFlags.Whiteout : RenameFlags.None);
        if (error is Errno.EINVAL or Errno.EPERM && atOnce)
        {
            // A file system without RENAME_WHITEOUT.
            atOnce = false;
            error = Sys.RenameAt(directory, move.Name, newDirectory, move.NewName);
        }

        // Not in one step then.
        return error == Errno.Ok && leavesWhiteout && !atOnce ? MakeWhiteoutLocked(move.Parent, directory, directory, move.Name) : error;
    }

    private void RenameInTableLocked(in Move move, Changes changes)
    {
        NodeName entry = names.Find(move.Parent, move.Name)!;
        NodeName? other = names.Find(move.NewParent, move.NewName);
        byte[] name = entry.Bytes;
        byte[] newName = other?.Bytes ?? move.NewName.ToArray();
        if (move.Exchange)
        {
            names.Remove(entry);
            names.Remove(other!);
            names.Add(entry, move.NewParent, newName);
            names.Add(other!, move.Parent, name);
            TellMovedLocked(entry, changes);
            TellMovedLocked(other!, changes);
            return;
        }

        move.NewParent.Children++; // Keeps it while it has no names.
        if (other is not null)
        {
            UnionNode replaced = other.Target;
            RemoveNameLocked(other);
            EndCountLocked(replaced, -1);
            DropLocked(replaced);
        }

        names.Remove(entry);
        names.Add(entry, move.NewParent, newName);
        TellMovedLocked(entry, changes);
        move.NewParent.Children--;
        DropLocked(move.Parent);
    }

    /// <summary>
    /// Marks a directory before it moves: one with a part in the lower says where that is; another one must hide what the
    /// lower has at its new name.
    /// </summary>
    private Errno MarkLocked(UnionNode node, UnionNode parent, UnionNode newParent, ReadOnlySpan<byte> newName, Changes changes)
    {
        if (!node.IsDirectory)
        {
            Errno known = KnowContentLocked(node);
            return known == Errno.Ok ? MarkContentLocked(node, parent == newParent) : known;
        }

        Errno error = OpenDirectoryLocked(node, out FileFd opened);
        if (error != Errno.Ok)
        {
            return error;
        }

        if (node.Lower.IsNone)
        {
            error = newParent.Lower.IsNone ? Errno.Ok : Sys.FSetXattr(opened, xattrs.Opaque, "y"u8);
            return error == Errno.Ok || !LowerHasLocked(newParent, newName) ? Errno.Ok : Errno.EXDEV;
        }

        UpperState upper = node.Upper!;
        bool sameParent = parent == newParent;
        if (upper.Redirect is { } old && (sameParent || old[0] == (byte)'/'))
        {
            return Errno.Ok;
        }

        byte[] redirect = sameParent ? node.Bytes : LowerPathLocked(node);
        error = Sys.FSetXattr(opened, xattrs.Redirect, redirect);
        if (error == Errno.Ok)
        {
            upper.Redirect = redirect;
            changes.Add(node);
            return Errno.Ok;
        }

        // No room for the xattr: let the caller copy the directory, as overlayfs does.
        return Errno.EXDEV;
    }

    /// <summary>Where in the lower a directory's part lies: its path, with redirects on the way followed.</summary>
    private byte[] LowerPathLocked(UnionNode node)
    {
        List<byte[]> parts = [];
        for (UnionNode at = node; at != Root; at = at.ParentNode!)
        {
            byte[] part = at.Upper?.Redirect ?? at.Bytes;
            parts.Add(part);
            if (part[0] == (byte)'/')
            {
                break;
            }
        }

        List<byte> path = [];
        for (int i = parts.Count - 1; i >= 0; i--)
        {
            if (parts[i][0] != (byte)'/')
            {
                path.Add((byte)'/');
            }

            path.AddRange(parts[i]);
        }

        return [.. path];
    }

    /// <summary>Puts an empty opaque directory in place of one that holds only whiteouts, so that a rename can replace it.</summary>
    private Errno ReplaceByEmptyLocked(FileFd directory, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> staged = work!.NewName(stackalloc byte[WorkFolder.MaxName]);
        Errno error = Sys.MkdirAt(work.Staging, staged, 0x1C0);
        if (error == Errno.Ok)
        {
            error = Sys.LSetXattr(work.Staging, staged, xattrs.Opaque, "y"u8);
        }

        if (error == Errno.Ok)
        {
            error = Sys.RenameAt(work.Staging, staged, directory, name, RenameFlags.Exchange);
        }

        work.Discard(staged);
        return error;
    }

    /// <summary>A rename: from where to where, and what is found there.</summary>
    private ref struct Move(UnionNode parent, ReadOnlySpan<byte> name, UnionNode newParent, ReadOnlySpan<byte> newName, bool exchange)
    {
        public readonly UnionNode Parent = parent;
        public readonly ReadOnlySpan<byte> Name = name;
        public readonly UnionNode NewParent = newParent;
        public readonly ReadOnlySpan<byte> NewName = newName;
        public readonly bool Exchange = exchange;
        public UnionNode? Node;
        public UnionNode? Replaced;
    }
}
