namespace Strata.Union;

/// <summary>
/// A name that leads to a node, in the table of names. Every node is its own first name; further names of a file with hard
/// links are <see cref="FurtherName"/>. Guarded by the tree's lock.
/// </summary>
public abstract class NodeName
{
    // The directory; null when the name is gone, and for the root.
    internal UnionNode? ParentNode;
    internal byte[] Bytes = [];
    internal uint Hash;
    internal NodeName? NextInBucket;
    internal bool IsBelow; // The node lies in the upper, and this name of it still in the lower.

    private protected NodeName()
    {
    }

    internal abstract UnionNode Target { get; }
}
