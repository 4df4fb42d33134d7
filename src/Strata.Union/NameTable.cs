namespace Strata.Union;

/// <summary>The known names, by directory and bytes. Guarded by the tree's lock.</summary>
internal sealed class NameTable
{
    private NodeName?[] buckets = new NodeName?[256];
    private int count;

    internal NodeName? Find(UnionNode parent, ReadOnlySpan<byte> name)
    {
        uint hash = HashOf(parent, name);
        for (NodeName? at = buckets[hash & (uint)(buckets.Length - 1)]; at is not null; at = at.NextInBucket)
        {
            if (at.Hash == hash && at.ParentNode == parent && name.SequenceEqual(at.Bytes))
            {
                return at;
            }
        }

        return null;
    }

    internal void Add(NodeName entry, UnionNode parent, byte[] name)
    {
        if (count >= buckets.Length)
        {
            Grow();
        }

        entry.ParentNode = parent;
        entry.Bytes = name;
        entry.Hash = HashOf(parent, name);
        Link(buckets, entry);
        parent.Children++;
        count++;
    }

    internal void Remove(NodeName entry)
    {
        ref NodeName? at = ref buckets[entry.Hash & (uint)(buckets.Length - 1)];
        while (at is not null)
        {
            if (at == entry)
            {
                at = entry.NextInBucket;
                entry.NextInBucket = null;
                entry.ParentNode!.Children--;
                entry.ParentNode = null;
                count--;
                return;
            }

            at = ref at.NextInBucket;
        }

        throw new InvalidOperationException("the name is not in the table");
    }

    private static void Link(NodeName?[] into, NodeName entry)
    {
        ref NodeName? first = ref into[entry.Hash & (uint)(into.Length - 1)];
        entry.NextInBucket = first;
        first = entry;
    }

    // FNV-1a, seeded by the directory: names of one directory differ mostly in their last bytes.
    private static uint HashOf(UnionNode parent, ReadOnlySpan<byte> name)
    {
        uint hash = 2166136261 ^ (parent.Serial * 2654435761);
        foreach (byte b in name)
        {
            hash = (hash ^ b) * 16777619;
        }

        return hash ^ (hash >> 15);
    }

    private void Grow()
    {
        NodeName?[] larger = new NodeName?[buckets.Length * 2];
        foreach (NodeName? first in buckets)
        {
            for (NodeName? at = first; at is not null;)
            {
                NodeName? next = at.NextInBucket;
                Link(larger, at);
                at = next;
            }
        }

        buckets = larger;
    }
}
