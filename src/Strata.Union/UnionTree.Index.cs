using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// Hard links of a file of the lower that stay hard links: all its names are one node, also before it is copied up, and the
/// copy is found through the index from each of them (<see cref="WorkIndex"/>).
/// </summary>
/// <remarks>
/// A name whose file was copied up through another one may still lie in the lower only. It comes up as a further link before
/// the file is changed the next time, if it is known by then: so whoever looks into the upper alone finds the change under the
/// name by which it was made, as overlayfs has it; here all names that are known come, since a change comes without one. Of
/// a name that goes only that one comes.
/// </remarks>
public sealed partial class UnionTree
{
    private WorkIndex? index; // Opened when there is one, or when the first entry is made.

    /// <summary>Whether the names of a file of the lower are one node.</summary>
    private bool UnifiesLinks => IsReadOnly || options.Index != IndexMode.Off;

    private bool IsKnownBelowLocked(in FileStat stat) =>
        linkedBelow.TryGetValue(stat.Ino, out UnionNode? known) ? known.Upper is null or { Entry: not null } : index?.OfLower(stat.Ino) is not null;

    /// <summary>Opens the index in the work folder, or one for this mount alone where that cannot be had.</summary>
    private Errno OpenIndexLocked(bool create)
    {
        if (index is not null || options.Index == IndexMode.Off)
        {
            return Errno.Ok;
        }

        if (!create && options.Index == IndexMode.Auto && !WorkIndex.IsThere(work!))
        {
            return Errno.Ok;
        }

        Errno error = Errno.EOPNOTSUPP;
        if (lower.HasOrigins && FileHandles.Open(work!.Staging, numbers, out FileHandles? handles) == Errno.Ok && handles!.Exist)
        {
            error = WorkIndex.Open(work, Root.Upper!.Handle, handles, lower, xattrs, create, out index);
        }

        bool isForeign = error is Errno.ESTALE or Errno.EINVAL;
        if (error is Errno.EOPNOTSUPP or Errno.EPERM || (isForeign && options.Index == IndexMode.Auto))
        {
            index = create ? WorkIndex.ForThisMount(work!.Staging, xattrs) : null;
            return Errno.Ok;
        }

        return error;
    }

    /// <summary>A name of the lower that leads to a file which is known by another name, or was copied up by one.</summary>
    private Errno FoundAliasLocked(UnionNode parent, ReadOnlySpan<byte> name, LowerId id, ref FileStat stat, out UnionNode? node)
    {
        uint links = stat.Links;
        if (linkedBelow.TryGetValue(stat.Ino, out node))
        {
            lower.Release(id);
            AddNameLocked(node, parent, name, isBelow: node.IsInUpper);
        }
        else
        {
            node = NewNodeLocked(stat);
            node.Lower = id;
            node.IsBelow = true;
            names.Add(node, parent, name.ToArray());
            UseEntryLocked(node, index!.OfLower(stat.Ino)!);
            Errno error = xattrs.ReadMarks(index.Folder, node.Upper!.Entry!.Name, out node.Upper.Marks);
            node.Upper.HasContent = (node.Upper.Marks & UpperMarks.Metacopy) == 0;
            if (error == Errno.Ok && !node.Upper.HasContent && !options.LeavesContent)
            {
                error = Errno.EPERM;
            }

            if (error != Errno.Ok)
            {
                DropLocked(node);
                node = null;
                return error;
            }
        }

        if (node.Upper is { } upper)
        {
            upper.HasNamesBelow = true;
            upper.Entry!.LowerLinks = links;
        }

        return AttributesLocked(node, out stat);
    }

    /// <summary>A name of the upper that leads to a file of the index.</summary>
    private Errno FoundIndexedLocked(UnionNode parent, ReadOnlySpan<byte> name, IndexEntry entry, ref FileStat stat, out UnionNode? node)
    {
        stat.Ino = entry.LowerIno;
        node = NewNodeLocked(stat);
        names.Add(node, parent, name.ToArray());
        UseEntryLocked(node, entry);
        Errno error = xattrs.ReadMarks(index!.Folder, entry.Name, out node.Upper!.Marks);
        error = error == Errno.Ok ? KnowContentLocked(node) : error;
        error = error == Errno.Ok ? ShowLocked(node, ref stat) : error;
        if (error != Errno.Ok)
        {
            DropLocked(node);
            node = null;
        }

        return error;
    }

    private void UseEntryLocked(UnionNode node, IndexEntry entry)
    {
        node.Upper ??= new UpperState();
        node.Upper.Entry = entry;
        RememberLinksLocked(node, entry.UpperIno);
        linkedBelow[entry.LowerIno] = node;
    }

    /// <summary>Whether a node has several names in the lower, which are to stay its names.</summary>
    private bool IsLinkedBelowLocked(UnionNode node) =>
        linkedBelow.Count != 0 && linkedBelow.TryGetValue(node.Ino, out UnionNode? known) && known == node;

    /// <summary>Whether a file must be copied up before one of its names goes: the names that it has left are counted at the copy.</summary>
    private bool MustBeCountedLocked(NodeName name) =>
        !IsReadOnly && !name.Target.IsDirectory && (name.Target.IsInUpper ? name.IsBelow : IsLinkedBelowLocked(name.Target));

    /// <summary>Puts a staged copy into the index, and links it to <paramref name="only"/>, or all names that are known.</summary>
    private Errno PublishIndexedLocked(UnionNode node, NodeName? only, ReadOnlySpan<byte> staged, in Staged made, Changes changes)
    {
        ReadOnlySpan<byte> name = staged;
        if (index!.IsPersistent)
        {
            Span<byte> origin = stackalloc byte[OverlayHandle.MaxLength];
            Errno named = lower.GetOrigin(node.Lower, origin, out int length);
            if (named != Errno.Ok)
            {
                return named;
            }

            name = System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(origin[..length]));
        }

        Errno error = index.Add(work!.Staging, staged, name, node.Ino, made.Source.Links, out IndexEntry? entry);
        if (error != Errno.Ok)
        {
            return error;
        }

        node.Upper = NewState(made);
        UseEntryLocked(node, entry!);
        foreach (NodeName one in NamesLocked(node))
        {
            one.IsBelow = true;
        }

        error = LinkUpLocked(node, only, changes);
        if (error != Errno.Ok && entry!.UpperLinks == 1)
        {
            // Nothing but the index has it yet: as if nothing had been.
            entry.Names = 0;
            index.Remove(entry);
            linked.Remove(entry.UpperIno);
            node.Upper = null;
            foreach (NodeName one in NamesLocked(node))
            {
                one.IsBelow = false;
            }
        }

        return error;
    }

    /// <summary>Gives a copied-up file those of its known names in the upper that it has not got there yet, or only one of them.</summary>
    private Errno LinkUpLocked(UnionNode node, NodeName? only, Changes changes)
    {
        UpperState upper = node.Upper!;
        IndexEntry entry = upper.Entry!;
        Errno error = Errno.Ok;
        bool leavesSome = false;
        foreach (NodeName name in NamesLocked(node))
        {
            if (name.IsBelow && error == Errno.Ok && (only is null || only == name))
            {
                error = LinkUpLocked(name, entry, changes);
            }

            leavesSome |= name.IsBelow;
        }

        upper.HasNamesBelow = leavesSome;
        if (error == Errno.Ok)
        {
            error = index!.Count(entry, 'U');
            changes.Add(node);
        }

        return error;
    }

    private Errno LinkUpLocked(NodeName name, IndexEntry entry, Changes changes)
    {
        UnionNode parent = name.ParentNode!;
        Errno error = UpperDirectoryLocked(parent, changes, out FileFd directory);
        FileStat times = default;
        error = error == Errno.Ok ? Sys.FStat(directory, out times) : error;
        error = error == Errno.Ok ? MarkImpureLocked(parent, directory) : error;

        // The copy gets a link now, the union no name.
        error = error == Errno.Ok ? index!.Count(entry, 'L') : error;
        error = error == Errno.Ok ? Sys.LinkAt(index!.Folder, entry.Name, directory, name.Bytes) : error;
        if (error == Errno.Ok)
        {
            _ = Sys.UtimensAt(directory, default, times.Accessed, times.Modified);
            entry.UpperLinks++;
            name.IsBelow = false;
            changes.Add(parent);
        }

        return error;
    }

    /// <summary>Says how many names a file has before one goes or comes: what is written stays true then, whether or not it does.</summary>
    private Errno BeginCountLocked(UnionNode node) => node.Upper?.Entry is { } entry ? index!.Count(entry, 'U') : Errno.Ok;

    /// <summary>Counts a name that has come (+1) or gone (-1), and ends the entry with the last.</summary>
    private void EndCountLocked(UnionNode node, int difference)
    {
        if (node.Upper is not { Entry: { } entry } upper)
        {
            return;
        }

        entry.Names = (uint)Math.Max(0, entry.Names + difference);
        entry.UpperLinks = (uint)(entry.UpperLinks + difference);
        if (entry.Names == 0)
        {
            index!.Remove(entry);
            if (entry.Names == 0)
            {
                upper.Entry = null;
                linkedBelow.Remove(entry.LowerIno);
            }
        }
    }
}
