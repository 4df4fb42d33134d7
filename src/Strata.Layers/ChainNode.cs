namespace Strata.Layers;

/// <summary>An inode in a <see cref="ChainTree"/>.</summary>
internal struct ChainNode
{
    /// <summary>What the layers say of it; null for a directory that no layer has an entry for, but only entries below.</summary>
    public LayerEntry? Entry;

    /// <summary>Names.</summary>
    public int Links;

    public bool IsDirectory;
}
