namespace Strata.Union;

/// <summary>
/// What an operation changed beyond what was asked for: attributes and names that the kernel may have cached and cannot know
/// to be different now. To be told to the kernel after the operation has returned. And, for one that takes long, whether
/// anybody still waits for it.
/// </summary>
public sealed class Changes
{
    private readonly List<UnionNode> nodes = [];
    private readonly List<(UnionNode Parent, byte[] Name)> names = [];

    /// <summary>Nodes with other attributes than before: directories copied up on the way.</summary>
    public IReadOnlyList<UnionNode> Nodes => nodes;

    /// <summary>Names that lead to another node than before (<see cref="UnionTree.DetachPinned"/>).</summary>
    public IReadOnlyList<(UnionNode Parent, byte[] Name)> Names => names;

    /// <summary>Whether the operation must stop: asked now and then while much content is copied, which ends in EINTR and leaves nothing.</summary>
    public Func<bool>? MustStop { get; private set; }

    /// <summary>Forgets everything, to be used for the next operation.</summary>
    /// <param name="mustStop">See <see cref="MustStop"/>; null: nobody will want it to stop.</param>
    public void Clear(Func<bool>? mustStop = null)
    {
        MustStop = mustStop;
        nodes.Clear();
        names.Clear();
    }

    internal void Add(UnionNode node) => nodes.Add(node);

    internal void Add(NodeName name) => names.Add((name.ParentNode!, name.Bytes));
}
