namespace Strata.Union;

/// <summary>
/// What an operation changed beyond what was asked for: attributes that the kernel may have cached and cannot know to be
/// different now. To be told to the kernel after the operation has returned.
/// </summary>
public sealed class Changes
{
    private readonly List<UnionNode> nodes = [];

    /// <summary>Nodes with other attributes than before: directories copied up on the way.</summary>
    public IReadOnlyList<UnionNode> Nodes => nodes;

    /// <summary>Forgets everything, to be used for the next operation.</summary>
    public void Clear() => nodes.Clear();

    internal void Add(UnionNode node) => nodes.Add(node);
}
