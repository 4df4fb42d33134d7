namespace Strata.Layers;

/// <summary>
/// A tree of names over inodes, in two arrays and a hash table: what a chain's layers come to. Names of one directory are
/// a linked list until <see cref="SortedChildren"/>; a removed name's place is used again.
/// </summary>
internal sealed class ChainTree
{
    /// <summary>The root directory's name and inode.</summary>
    public const int Root = 0;

    /// <summary>No name, no inode.</summary>
    public const int None = -1;

    private ChainName[] names = new ChainName[1024];
    private ChainNode[] nodes = new ChainNode[1024];
    private int[] buckets = new int[1024];
    private int nameCount;
    private int freeName = None;

    /// <summary>An empty root directory with the default attributes.</summary>
    public ChainTree()
    {
        Array.Fill(buckets, None);
        names[0] = new ChainName { Parent = Root, FirstChild = None, Next = None, Previous = None, Node = NewNode(null, true) };
        nameCount = 1;
    }

    /// <summary>Inodes ever made; those without links are not part of the tree any more.</summary>
    public int NodeCount { get; private set; }

    /// <summary>A name.</summary>
    public ref readonly ChainName Name(int name) => ref names[name];

    /// <summary>An inode.</summary>
    public ref readonly ChainNode Node(int node) => ref nodes[node];

    /// <summary>The inode of a name.</summary>
    public ref readonly ChainNode NodeOf(int name) => ref nodes[names[name].Node];

    /// <summary>A new inode without a name.</summary>
    public int NewNode(LayerEntry? entry, bool isDirectory)
    {
        if (NodeCount == nodes.Length)
        {
            Array.Resize(ref nodes, nodes.Length * 2);
        }

        nodes[NodeCount] = new ChainNode { Entry = entry, IsDirectory = isDirectory };
        return NodeCount++;
    }

    /// <summary>Gives an inode the attributes of another entry.</summary>
    public void Describe(int node, LayerEntry? entry) => nodes[node].Entry = entry;

    /// <summary>Finds a name in a directory, or <see cref="None"/>.</summary>
    public int Find(int parent, ReadOnlySpan<byte> name)
    {
        int hash = Hash(parent, name);
        int found = buckets[hash & (buckets.Length - 1)];
        while (found != None && (names[found].Hash != hash || names[found].Parent != parent || !names[found].Bytes.Span.SequenceEqual(name)))
        {
            found = names[found].NextInBucket;
        }

        return found;
    }

    /// <summary>Adds a name that is not there yet.</summary>
    public int Add(int parent, ReadOnlyMemory<byte> bytes, int node)
    {
        int name = freeName;
        if (name != None)
        {
            freeName = names[name].Next;
        }
        else
        {
            Grow();
            name = nameCount++;
        }

        int hash = Hash(parent, bytes.Span);
        ref int bucket = ref buckets[hash & (buckets.Length - 1)];
        int next = names[parent].FirstChild;
        names[name] = new ChainName
        {
            Bytes = bytes,
            Hash = hash,
            Parent = parent,
            FirstChild = None,
            Next = next,
            Previous = None,
            NextInBucket = bucket,
            Node = node,
        };
        bucket = name;
        names[parent].FirstChild = name;
        if (next != None)
        {
            names[next].Previous = name;
        }

        nodes[node].Links++;
        return name;
    }

    /// <summary>Lets a name that has no children stand for another inode.</summary>
    public void Replace(int name, int node)
    {
        nodes[node].Links++;
        nodes[names[name].Node].Links--;
        names[name].Node = node;
    }

    /// <summary>Removes everything below a directory.</summary>
    public void Clear(int directory)
    {
        while (names[directory].FirstChild != None)
        {
            // The deepest first, without recursion: a path may have thousands of components.
            int name = names[directory].FirstChild;
            while (names[name].FirstChild != None)
            {
                name = names[name].FirstChild;
            }

            Unlink(name);
        }
    }

    /// <summary>Removes a name with everything below it; not the root.</summary>
    public void Remove(int name)
    {
        Clear(name);
        Unlink(name);
    }

    /// <summary>Appends the children of a directory, in the order of their names' bytes.</summary>
    public void SortedChildren(int directory, List<int> children)
    {
        int first = children.Count;
        for (int name = names[directory].FirstChild; name != None; name = names[name].Next)
        {
            children.Add(name);
        }

        ChainName[] all = names;
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(children)[first..]
            .Sort((left, right) => all[left].Bytes.Span.SequenceCompareTo(all[right].Bytes.Span));
    }

    // Seeded per process, so that no layer can be made to collide; only buckets depend on it.
    private static int Hash(int parent, ReadOnlySpan<byte> name)
    {
        HashCode hash = default;
        hash.Add(parent);
        hash.AddBytes(name);
        return hash.ToHashCode();
    }

    private void Unlink(int name)
    {
        ref ChainName removed = ref names[name];
        if (removed.Previous != None)
        {
            names[removed.Previous].Next = removed.Next;
        }
        else
        {
            names[removed.Parent].FirstChild = removed.Next;
        }

        if (removed.Next != None)
        {
            names[removed.Next].Previous = removed.Previous;
        }

        ref int place = ref buckets[removed.Hash & (buckets.Length - 1)];
        while (place != name)
        {
            place = ref names[place].NextInBucket;
        }

        place = removed.NextInBucket;
        nodes[removed.Node].Links--;
        removed = new ChainName { Next = freeName };
        freeName = name;
    }

    private void Grow()
    {
        if (nameCount < names.Length)
        {
            return;
        }

        Array.Resize(ref names, names.Length * 2);
        buckets = new int[names.Length];
        Array.Fill(buckets, None);
        for (int name = 1; name < nameCount; name++)
        {
            ref int bucket = ref buckets[names[name].Hash & (buckets.Length - 1)];
            names[name].NextInBucket = bucket;
            bucket = name;
        }
    }
}
