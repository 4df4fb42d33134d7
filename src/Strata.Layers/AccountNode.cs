namespace Strata.Layers;

/// <summary>A path in the account of a chain's layers.</summary>
internal sealed class AccountNode
{
    private readonly AccountNode? parent;
    private readonly byte[] name;

    /// <summary>Makes a node, and puts it in its place.</summary>
    public AccountNode(AccountNode? parent, byte[] name, int layer, EntryKind kind, long size)
    {
        this.parent = parent;
        this.name = name;
        Layer = layer;
        Kind = kind;
        Size = size;
        parent?.Children[name] = this;
    }

    /// <summary>The number of the layer that it comes from.</summary>
    public int Layer { get; set; }

    /// <summary>What it is.</summary>
    public EntryKind Kind { get; }

    /// <summary>Bytes of its content.</summary>
    public long Size { get; }

    /// <summary>What is in it.</summary>
    public Dictionary<byte[], AccountNode> Children { get; } = new(PathComparer.Instance);

    /// <summary>A name in it.</summary>
    public AccountNode? Find(ReadOnlySpan<byte> child) =>
        Children.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(child, out AccountNode? found) ? found : null;

    /// <summary>Takes it out of its place.</summary>
    public void Remove() => parent?.Children.Remove(name);

    /// <summary>Its path.</summary>
    public byte[] Path() => parent is null ? [] : parent.Path() is { Length: > 0 } above ? [.. above, (byte)'/', .. name] : name;
}
