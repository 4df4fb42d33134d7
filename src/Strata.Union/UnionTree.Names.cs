namespace Strata.Union;

/// <summary>The names of nodes. A node is its own first name; a file with hard links may have further ones.</summary>
public sealed partial class UnionTree
{
    private void AddNameLocked(UnionNode node, UnionNode parent, ReadOnlySpan<byte> name, bool isBelow = false)
    {
        if (node.ParentNode is null)
        {
            // Found by name again: the descriptor that kept it is no longer needed.
            node.IsUnlinked = false;
            node.IsBelow = isBelow;
            names.Add(node, parent, name.ToArray());
            if (node.Upper is { } upper)
            {
                upper.Handle.Dispose();
                upper.Handle = default;
            }

            return;
        }

        FurtherName further = new(node) { IsBelow = isBelow };
        names.Add(further, parent, name.ToArray());
        if (!furtherNames.TryGetValue(node, out List<FurtherName>? others))
        {
            furtherNames.Add(node, others = []);
        }

        others.Add(further);
    }

    private void RememberLinksLocked(UnionNode node, ulong upperIno)
    {
        node.Upper!.UpperIno = upperIno;
        linked[upperIno] = node;
    }

    private bool HasFurtherNamesLocked(UnionNode node) => furtherNames.Count != 0 && furtherNames.ContainsKey(node);

    /// <summary>All known names of a node, in an array of its own.</summary>
    private NodeName[] NamesLocked(UnionNode node) => node.ParentNode is null ? []
        : furtherNames.Count != 0 && furtherNames.TryGetValue(node, out List<FurtherName>? others) ? [node, .. others]
        : [node];

    /// <summary>Takes a name out of the table. The node keeps what other names it has, and otherwise counts as unlinked.</summary>
    private void RemoveNameLocked(NodeName entry)
    {
        UnionNode node = entry.Target;
        UnionNode parent = entry.ParentNode!;
        names.Remove(entry);
        if (furtherNames.Count != 0 && furtherNames.TryGetValue(node, out List<FurtherName>? others))
        {
            if (entry is FurtherName further)
            {
                others.Remove(further);
            }
            else
            {
                // The node itself takes over its last further name.
                FurtherName last = others[^1];
                others.RemoveAt(others.Count - 1);
                UnionNode directory = last.ParentNode!;
                names.Remove(last);
                names.Add(node, directory, last.Bytes);
                node.IsBelow = last.IsBelow;
            }

            if (others.Count == 0)
            {
                furtherNames.Remove(node);
            }
        }

        if (node.ParentNode is null)
        {
            node.IsUnlinked = true;
        }

        DropLocked(parent);
    }

    /// <summary>Takes the further names of a node that is dropped out of the table, and the node out of what finds it by its number.</summary>
    private void DropNamesLocked(UnionNode node)
    {
        if (furtherNames.Count != 0 && furtherNames.Remove(node, out List<FurtherName>? others))
        {
            foreach (FurtherName other in others)
            {
                UnionNode directory = other.ParentNode!;
                names.Remove(other);
                DropLocked(directory);
            }
        }

        if (linkedBelow.Count != 0 && linkedBelow.TryGetValue(node.Ino, out UnionNode? known) && known == node)
        {
            linkedBelow.Remove(node.Ino);
        }
    }
}
