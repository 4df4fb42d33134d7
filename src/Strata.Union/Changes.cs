namespace Strata.Union;

/// <summary>
/// What an operation changed beyond what was asked for: attributes and names that the kernel may have cached and cannot know
/// to be different now. To be told to the kernel after the operation has returned.
/// </summary>
public sealed class Changes
{
    private readonly List<UnionNode> nodes = [];
    private readonly List<(UnionNode Parent, byte[] Name)> names = [];

    /// <summary>Nodes with other attributes than before: directories copied up on the way.</summary>
    public IReadOnlyList<UnionNode> Nodes => nodes;

    /// <summary>Names that lead to another node than before (<see cref="UnionTree.DetachPinned"/>).</summary>
    public IReadOnlyList<(UnionNode Parent, byte[] Name)> Names => names;

    /// <summary>Forgets everything, to be used for the next operation.</summary>
    public void Clear()
    {
        nodes.Clear();
        names.Clear();
    }

    internal void Add(UnionNode node) => nodes.Add(node);

    internal void Add(NodeName name) => names.Add((name.ParentNode!, name.Bytes));
}
