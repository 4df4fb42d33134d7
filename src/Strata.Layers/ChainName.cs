namespace Strata.Layers;

/// <summary>A name in a <see cref="ChainTree"/>. Other names are known by their index, or <see cref="ChainTree.None"/>.</summary>
internal struct ChainName
{
    /// <summary>One component; a piece of its entry's path.</summary>
    public ReadOnlyMemory<byte> Bytes;

    public int Hash;
    public int Parent;
    public int FirstChild;

    /// <summary>The next name of the same directory; of a removed name, the next removed one.</summary>
    public int Next;

    public int Previous;
    public int NextInBucket;

    /// <summary>The inode.</summary>
    public int Node;
}
