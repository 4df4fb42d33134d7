using System.Runtime.InteropServices;
using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Layers;

/// <summary>
/// Where everything of a tree goes in its image: superblock, inodes with their xattrs and tails, shared xattrs, whole
/// blocks. Only the tree decides, never the order in which it came about.
/// </summary>
internal sealed class ErofsPlan
{
    private static readonly LayerEntry DefaultDirectory = new() { Path = default, Kind = EntryKind.Directory, Permissions = 0x1ED };

    private readonly ErofsInodePlan[] inodes;
    private readonly List<int> order = [];
    private readonly List<int> children = [];
    private uint dataBlocks;

    public ErofsPlan(ChainTree tree)
    {
        Tree = tree;
        inodes = new ErofsInodePlan[tree.NodeCount];
        Walk();
        BuildTime = CommonTime();
        ErofsPacking packing = new(ErofsFormat.SuperblockOffset + ErofsFormat.SuperblockSize);
        foreach (int node in order)
        {
            Place(node, packing);
        }

        SharedXattrs = packing.End;
        Xattrs.PlaceShared(SharedXattrs);
        long metadata = ErofsFormat.Align(SharedXattrs + Xattrs.SharedSize, ErofsFormat.BlockSize);
        FirstDataBlock = (uint)(metadata >> ErofsFormat.BlockBits);
        FileSize = metadata + ((long)dataBlocks << ErofsFormat.BlockBits);
        if (FileSize >> ErofsFormat.BlockBits > uint.MaxValue)
        {
            throw new ChainMergeException($"the chain image would have {FileSize} bytes, more than EROFS can count");
        }
    }

    public ChainTree Tree { get; }

    public ErofsXattrTable Xattrs { get; } = new();

    /// <summary>The inodes in the order of their places (but for filled gaps): directories before what is in them.</summary>
    public List<int> Order => order;

    /// <summary>The time of all compact inodes: the one that most inodes have.</summary>
    public Timestamp BuildTime { get; }

    /// <summary>Offset of the shared xattrs.</summary>
    public long SharedXattrs { get; }

    /// <summary>The first of the blocks behind all metadata.</summary>
    public uint FirstDataBlock { get; }

    /// <summary>Bytes of the file.</summary>
    public long FileSize { get; }

    /// <summary>Sum of the sizes of all regular files.</summary>
    public ulong ContentBytes { get; private set; }

    /// <summary>The plan of an inode.</summary>
    public ref readonly ErofsInodePlan Inode(int node) => ref inodes[node];

    /// <summary>A directory's children: names of the tree, and the two of <see cref="ErofsDirectoryWriter"/>.</summary>
    public ReadOnlySpan<int> Children(int directory) =>
        CollectionsMarshal.AsSpan(children).Slice(inodes[directory].FirstChild, inodes[directory].ChildCount);

    /// <summary>The entry that describes an inode.</summary>
    public static LayerEntry EntryOf(in ChainNode node) => node.Entry ?? DefaultDirectory;

    /// <summary>Whether an inode's content is an object.</summary>
    public static bool HasObject(LayerEntry entry) => entry.Kind == EntryKind.File && entry.Size > LayerEntry.MaxInlineContent;

    /// <summary>st_mode of an inode.</summary>
    public static uint ModeOf(in ChainNode node)
    {
        LayerEntry entry = EntryOf(node);
        return (entry.Permissions & FileMode.PermissionMask) | entry.Kind switch
        {
            EntryKind.File => FileMode.Regular,
            EntryKind.Directory => FileMode.Directory,
            EntryKind.Symlink => FileMode.Symlink,
            EntryKind.CharDevice => FileMode.CharDevice,
            EntryKind.BlockDevice => FileMode.BlockDevice,
            EntryKind.Fifo => FileMode.Fifo,
            _ => throw new ChainMergeException($"{PathText.Show(entry.Path.Span)} cannot be an inode: {entry.Kind}"),
        };
    }

    // A directory's children stand together, then come the directories below it: a walk reads forwards.
    private void Walk()
    {
        bool anyObject = false;
        Stack<int> directories = new([ChainTree.Root]);
        AddToOrder(Tree.Name(ChainTree.Root).Node, ref anyObject);
        List<int> below = [];
        while (directories.TryPop(out int name))
        {
            int directory = Tree.Name(name).Node;
            ref ErofsInodePlan plan = ref inodes[directory];
            plan.FirstChild = children.Count;
            Tree.SortedChildren(name, children);
            below.Clear();
            foreach (int child in CollectionsMarshal.AsSpan(children)[plan.FirstChild..])
            {
                ref readonly ChainNode node = ref Tree.NodeOf(child);
                AddToOrder(Tree.Name(child).Node, ref anyObject);
                if (node.IsDirectory)
                {
                    below.Add(child);
                    inodes[Tree.Name(child).Node].Parent = directory;
                }
            }

            plan.Links = 2 + below.Count;
            InsertSorted(plan.FirstChild, ErofsDirectoryWriter.Self);
            InsertSorted(plan.FirstChild, ErofsDirectoryWriter.Above);
            plan.ChildCount = children.Count - plan.FirstChild;
            for (int i = below.Count - 1; i >= 0; i--)
            {
                directories.Push(below[i]);
            }
        }

        if (anyObject)
        {
            Xattrs.ShareMetacopy();
        }
    }

    private void AddToOrder(int node, ref bool anyObject)
    {
        ref ErofsInodePlan plan = ref inodes[node];
        if (plan.Links != 0)
        {
            return;
        }

        ref readonly ChainNode described = ref Tree.Node(node);
        plan.Links = described.IsDirectory ? 2 : described.Links;
        order.Add(node);
        LayerEntry entry = EntryOf(described);
        anyObject |= HasObject(entry);
        if (entry.Xattrs.Count != 0)
        {
            Xattrs.Count(entry);
        }
    }

    private void InsertSorted(int first, int child)
    {
        ReadOnlySpan<byte> name = ErofsDirectoryWriter.NameOf(Tree, child);
        int at = first;
        while (at < children.Count && ErofsDirectoryWriter.NameOf(Tree, children[at]).SequenceCompareTo(name) < 0)
        {
            at++;
        }

        children.Insert(at, child);
    }

    private Timestamp CommonTime()
    {
        Dictionary<Timestamp, int> counts = [];
        KeyValuePair<Timestamp, int> best = default;
        foreach (int node in order)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, EntryOf(Tree.Node(node)).Modified, out _)++;
        }

        foreach (KeyValuePair<Timestamp, int> time in counts)
        {
            bool earlier = (time.Key.Seconds, time.Key.Nanoseconds).CompareTo((best.Key.Seconds, best.Key.Nanoseconds)) < 0;
            best = time.Value > best.Value || (time.Value == best.Value && earlier) ? time : best;
        }

        return best.Key;
    }

    private void Place(int node, ErofsPacking packing)
    {
        ref ErofsInodePlan plan = ref inodes[node];
        LayerEntry entry = EntryOf(Tree.Node(node));
        ErofsEntryCheck.OrThrow(entry);
        plan.XattrSize = entry.Xattrs.Count != 0 || HasObject(entry) ? Xattrs.Measure(entry, HasObject(entry)) : 0;
        plan.Size = entry.Kind switch
        {
            EntryKind.File => entry.Size,
            EntryKind.Symlink => entry.LinkTarget.Length,
            EntryKind.Directory => DirectorySize(node),
            _ => 0,
        };
        plan.IsExtended = entry.Modified != BuildTime || entry.Uid > ushort.MaxValue || entry.Gid > ushort.MaxValue
            || plan.Links > ushort.MaxValue || plan.Size > uint.MaxValue;
        ContentBytes += entry.Kind == EntryKind.File ? (ulong)entry.Size : 0;
        int head = plan.InodeSize + plan.XattrSize;
        if (HasObject(entry))
        {
            plan.Layout = ErofsFormat.LayoutChunks;
            plan.Tail = sizeof(uint);
        }
        else
        {
            int tail = (int)(plan.Size % ErofsFormat.BlockSize);

            // The kernel takes a short symlink's target only from the block that its inode lies in.
            bool isSymlink = entry.Kind == EntryKind.Symlink;
            int together = isSymlink ? head + tail : tail;
            bool isInline = tail != 0 && together <= (isSymlink ? ErofsFormat.BlockSize : ErofsFormat.MaxTail);
            plan.Layout = isInline ? ErofsFormat.LayoutInline : ErofsFormat.LayoutPlain;
            plan.Tail = isInline ? tail : 0;
            plan.DataBlocks = (int)((plan.Size - plan.Tail + ErofsFormat.BlockSize - 1) / ErofsFormat.BlockSize);
            plan.DataBlock = dataBlocks;
            dataBlocks = checked(dataBlocks + (uint)plan.DataBlocks);
            if (isSymlink && isInline)
            {
                plan.Position = packing.Place(0, together);
                return;
            }
        }

        plan.Position = packing.Place(head, plan.Tail);
    }

    private long DirectorySize(int node)
    {
        long blocks = 0;
        int size;
        for (ReadOnlySpan<int> rest = Children(node); ; blocks += ErofsFormat.BlockSize)
        {
            rest = rest[ErofsDirectoryWriter.CountInBlock(Tree, rest, out size)..];
            if (rest.IsEmpty)
            {
                return blocks + size;
            }
        }
    }
}
