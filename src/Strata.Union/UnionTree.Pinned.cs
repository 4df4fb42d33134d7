namespace Strata.Union;

/// <summary>
/// Files whose lower content the kernel reads by itself (passthrough). A writer must never reach that content, and the
/// kernel keeps one backing file per inode: so the copied-up file becomes another inode.
/// </summary>
public sealed partial class UnionTree
{
    /// <summary>
    /// Says that the kernel reads the descriptor of <paramref name="file"/> by itself. A file of the lower keeps the lower's
    /// content then, also after a copy-up. False: it was copied up meanwhile and must be opened anew.
    /// </summary>
    public bool TryPin(OpenFile file)
    {
        lock (gate)
        {
            if (file.ReadsLower && file.Node.HasUpperContent)
            {
                return false;
            }

            if (file.ReadsLower && !file.IsPinned)
            {
                file.IsPinned = true;
                file.Node.PinnedLower++;
            }

            return true;
        }
    }

    /// <summary>
    /// Where a copied-up file is still open on the lower's content, its name moves to a new node with the same inode number:
    /// true, and the old node must be looked up again (ESTALE). The old node has no name afterwards; its open files keep the
    /// lower's content with its size, its other attributes are those of the new one.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="changes">Takes it, where it was detached.</param>
    public bool DetachPinned(UnionNode node, Changes changes)
    {
        lock (gate)
        {
            if (node.PinnedLower == 0 || node.Upper is not { HasContent: true } upper || node.ParentNode is not { } parent)
            {
                return false;
            }

            UnionNode fresh = new() { Serial = ++serials, Ino = node.Ino, KindBits = node.KindBits, Upper = upper };
            byte[] name = node.Bytes;
            names.Remove(node);
            names.Add(fresh, parent, name);
            fresh.IsBelow = node.IsBelow;
            _ = furtherNames.Remove(node, out List<FurtherName>? others);
            foreach (FurtherName other in others ?? [])
            {
                UnionNode directory = other.ParentNode!;
                name = other.Bytes;
                names.Remove(other);
                AddNameLocked(fresh, directory, name, other.IsBelow);
            }

            if (IsLinkedBelowLocked(node))
            {
                linkedBelow[node.Ino] = fresh;
            }

            if (upper.UpperIno != 0)
            {
                linked[upper.UpperIno] = fresh;
            }

            node.Upper = null;
            node.IsDetached = true;
            changes.Add(node);
            successors[node] = fresh;
            fresh.References++; // The predecessor's.
            return true;
        }
    }

    private UnionNode Current(UnionNode node)
    {
        lock (gate)
        {
            return CurrentLocked(node);
        }
    }

    private UnionNode CurrentLocked(UnionNode node) =>
        successors.Count != 0 && successors.TryGetValue(node, out UnionNode? successor) ? CurrentLocked(successor) : node;
}
