using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// Files whose lower content the kernel reads by itself (passthrough). A writer must never reach that content, and the
/// kernel keeps one backing file per inode: so the copied-up file becomes another inode.
/// </summary>
public sealed partial class UnionTree
{
    /// <summary>
    /// Says that the kernel reads the descriptor of <paramref name="file"/> by itself. A file of the lower keeps the lower's
    /// content then, also after a copy-up. False: it was copied up meanwhile, or is another node by now, and must be opened
    /// anew: nobody else than readers of the old content may use the backing file of a node that was detached.
    /// </summary>
    public bool TryPin(OpenFile file)
    {
        lock (gate)
        {
            if (file.Node.IsDetached || (file.ReadsLower && file.Node.HasUpperContent))
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
            fresh.IsSuccessor = true;
            foreach (NodeName known in NamesLocked(node))
            {
                // Whoever knows it by another name is not told by the answer to this request.
                changes.Add(known);
            }

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

    /// <summary>A name that is taken to another place may be known to the kernel as what it led to before.</summary>
    private void TellMovedLocked(NodeName name, Changes changes)
    {
        if (successors.Count != 0 && name.Target.IsSuccessor)
        {
            changes.Add(name);
        }
    }

    /// <summary><see cref="EnsureUpper(UnionNode, long, Changes, NodeName?)"/> of what a node is by now.</summary>
    private Errno EnsureUpperCurrent(ref UnionNode node, long keep, Changes changes)
    {
        while (true)
        {
            node = Current(node);
            Errno error = EnsureUpper(node, keep, changes);
            if (error != Errno.ESTALE || !node.IsDetached)
            {
                return error;
            }
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
