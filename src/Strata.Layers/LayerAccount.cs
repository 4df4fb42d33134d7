namespace Strata.Layers;

/// <summary>
/// Accounts for the layers of a chain: which of them each path comes from, and what of the lower ones is overwritten or
/// deleted by higher ones, and so only takes room. By the rules of <see cref="ChainMerge"/>; bytes are those of contents.
/// </summary>
public sealed class LayerAccount
{
    private readonly AccountNode root = new(null, [], 0, EntryKind.Directory, 0);
    private readonly List<WastedPath> wasted = [];
    private int layer = -1;

    private LayerAccount()
    {
    }

    /// <summary>What is overwritten or deleted, in the order in which it happens.</summary>
    public IReadOnlyList<WastedPath> Wasted => wasted;

    /// <summary>Accounts for layers, the lowest first.</summary>
    public static LayerAccount Of(IEnumerable<IEnumerable<LayerEntry>> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        LayerAccount account = new();
        foreach (IEnumerable<LayerEntry> entries in layers)
        {
            account.layer++;
            account.Apply([.. entries]);
        }

        return account;
    }

    /// <summary>Everything that is visible, in the order of the paths; not the root.</summary>
    public IEnumerable<AccountedPath> Visible() => Visible(root, []);

    private static IEnumerable<AccountedPath> Visible(AccountNode folder, byte[] path)
    {
        foreach ((byte[] name, AccountNode child) in folder.Children.OrderBy(pair => pair.Key, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))))
        {
            byte[] full = path.Length == 0 ? name : [.. path, (byte)'/', .. name];
            yield return new AccountedPath(full, child.Layer, child.Kind, child.Size);
            foreach (AccountedPath below in Visible(child, full))
            {
                yield return below;
            }
        }
    }

    private void Apply(List<LayerEntry> entries)
    {
        // Deletions concern lower layers only, wherever they stand.
        foreach (LayerEntry entry in entries)
        {
            if (ChainMerge.IsWhiteout(entry))
            {
                Waste(Find(entry.Path.Span), isDeleted: true, below: false);
            }
            else if (entry.Kind == EntryKind.Opaque)
            {
                Waste(Find(entry.Path.Span), isDeleted: true, below: true);
            }
        }

        foreach (LayerEntry entry in entries)
        {
            Add(entry);
        }
    }

    private void Add(LayerEntry entry)
    {
        switch (entry.Kind)
        {
            case EntryKind.Whiteout:
                break;
            case EntryKind.CharDevice when ChainMerge.IsWhiteout(entry):
                // As an entry of its own it also replaces what the same layer put there before.
                Waste(Find(entry.Path.Span), isDeleted: true, below: false);
                break;
            case EntryKind.Opaque:
                _ = DirectoryAt(entry.Path.Span);
                break;
            case EntryKind.Directory:
                DirectoryAt(entry.Path.Span).Layer = layer;
                break;
            default:
                Put(entry);
                break;
        }
    }

    private void Put(LayerEntry entry)
    {
        ReadOnlySpan<byte> path = entry.Path.Span;
        if (path.IsEmpty)
        {
            return;
        }

        int slash = path.LastIndexOf((byte)'/');
        AccountNode parent = DirectoryAt(path[..Math.Max(slash, 0)]);
        ReadOnlySpan<byte> name = path[(slash + 1)..];
        Waste(parent.Find(name), isDeleted: false, below: false);
        _ = new AccountNode(parent, name.ToArray(), layer, entry.Kind, entry.Kind == EntryKind.File ? entry.Size : 0);
    }

    /// <summary>The directory at a path; it and its parents are made where they are missing or something else.</summary>
    private AccountNode DirectoryAt(ReadOnlySpan<byte> path)
    {
        AccountNode directory = root;
        while (!path.IsEmpty)
        {
            int slash = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> name = slash < 0 ? path : path[..slash];
            path = slash < 0 ? default : path[(slash + 1)..];
            AccountNode? next = directory.Find(name);
            if (next is null || next.Kind != EntryKind.Directory)
            {
                Waste(next, isDeleted: false, below: false);
                next = new AccountNode(directory, name.ToArray(), layer, EntryKind.Directory, 0);
            }

            directory = next;
        }

        return directory;
    }

    /// <summary>Takes a node away with all below, or only what is below.</summary>
    private void Waste(AccountNode? node, bool isDeleted, bool below)
    {
        if (node is null)
        {
            return;
        }

        foreach (AccountNode child in node.Children.Values.ToList())
        {
            Waste(child, isDeleted, below: false);
        }

        if (!below)
        {
            node.Remove();
            if (node.Kind != EntryKind.Directory)
            {
                wasted.Add(new WastedPath(node.Path(), node.Layer, layer, node.Size, isDeleted));
            }
        }
    }

    private AccountNode? Find(ReadOnlySpan<byte> path)
    {
        AccountNode? node = root;
        foreach (Range part in path.Split((byte)'/'))
        {
            node = path[part].IsEmpty ? node : node?.Find(path[part]);
        }

        return node;
    }
}
