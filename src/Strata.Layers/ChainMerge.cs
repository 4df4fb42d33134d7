using Strata.Linux;

namespace Strata.Layers;

/// <summary>
/// Applies layers to a <see cref="ChainTree"/>, bottom to top, by the rules of the OCI image specification (layer.md):
/// deletions concern lower layers only, wherever they stand in the tar; of several entries of a layer for one path the
/// last counts; a directory over a directory keeps its contents and takes the new attributes, anything else replaces.
/// </summary>
internal sealed class ChainMerge
{
    private readonly ChainTree tree = new();
    private readonly List<LayerEntry> layer = [];
    private readonly Dictionary<int, int> lowerTargets = [];
    private ReadOnlyMemory<byte> lastParent;
    private int lastParentName = ChainTree.None;
    private int layerNumber;

    private ChainMerge()
    {
    }

    /// <summary>The merged tree of layers, given bottom to top.</summary>
    /// <exception cref="ChainMergeException">An entry contradicts the others, for example a hard link to what is not there.</exception>
    public static ChainTree Merge(IReadOnlyList<IEnumerable<LayerEntry>> layersBottomToTop)
    {
        ChainMerge merge = new();
        foreach (IEnumerable<LayerEntry> entries in layersBottomToTop)
        {
            merge.layerNumber++;
            merge.layer.Clear();
            merge.layer.AddRange(entries);
            merge.Apply();
        }

        return merge.tree;
    }

    private void Apply()
    {
        // A hard link may name a file of a lower layer that this very layer deletes: found before the deletions.
        lowerTargets.Clear();
        for (int i = 0; i < layer.Count && layerNumber > 1; i++)
        {
            if (layer[i].Kind == EntryKind.HardLink && Find(layer[i].LinkTarget) is not ChainTree.None and int target)
            {
                lowerTargets.Add(i, tree.Name(target).Node);
            }
        }

        foreach (LayerEntry entry in layer)
        {
            if (IsWhiteout(entry))
            {
                Delete(entry);
            }
            else if (entry.Kind == EntryKind.Opaque && Find(entry.Path) is not ChainTree.None and int hidden)
            {
                lastParentName = ChainTree.None;
                tree.Clear(hidden);
            }
        }

        for (int i = 0; i < layer.Count; i++)
        {
            Add(i, layer[i]);
        }
    }

    /// <summary>
    /// Whether an entry deletes. Unpacked into an overlayfs layer, as Docker and podman do, a 0:0 device does; and over our
    /// image the kernel would take it for a whiteout just the same.
    /// </summary>
    public static bool IsWhiteout(LayerEntry entry) =>
        entry.Kind == EntryKind.Whiteout || (entry.Kind == EntryKind.CharDevice && entry.Device == default);

    private void Add(int index, LayerEntry entry)
    {
        switch (entry.Kind)
        {
            case EntryKind.Whiteout:
                break;
            case EntryKind.CharDevice when IsWhiteout(entry):
                // As an entry of its own it also replaces what the same layer put there before.
                Delete(entry);
                break;
            case EntryKind.Opaque:
                DirectoryAt(entry.Path);
                break;
            case EntryKind.Directory:
                tree.Describe(tree.Name(DirectoryAt(entry.Path)).Node, entry);
                break;
            case EntryKind.HardLink:
                Put(entry, LinkTarget(index, entry));
                break;
            default:
                Put(entry, tree.NewNode(entry, false));
                break;
        }
    }

    private void Delete(LayerEntry entry)
    {
        int name = Find(entry.Path);
        if (name == ChainTree.Root)
        {
            throw Refuse(entry, "deletes the root");
        }

        if (name != ChainTree.None)
        {
            lastParentName = ChainTree.None;
            tree.Remove(name);
        }
    }

    private int LinkTarget(int index, LayerEntry entry)
    {
        int name = Find(entry.LinkTarget);
        int node = name != ChainTree.None ? tree.Name(name).Node : lowerTargets.GetValueOrDefault(index, ChainTree.None);
        if (node == ChainTree.None)
        {
            throw Refuse(entry, $"is a hard link to {PathText.Show(entry.LinkTarget.Span)}, which is not there");
        }

        return tree.Node(node).IsDirectory
            ? throw Refuse(entry, $"is a hard link to {PathText.Show(entry.LinkTarget.Span)}, which is a directory")
            : node;
    }

    // Sets a name that is no directory.
    private void Put(LayerEntry entry, int node)
    {
        if (entry.Path.IsEmpty)
        {
            throw Refuse(entry, "makes the root something else than a directory");
        }

        int parent = ParentOf(entry.Path, out ReadOnlyMemory<byte> last);
        int name = tree.Find(parent, last.Span);
        if (name == ChainTree.None)
        {
            tree.Add(parent, last, node);
            return;
        }

        if (tree.NodeOf(name).IsDirectory)
        {
            lastParentName = ChainTree.None;
            tree.Clear(name);
        }

        tree.Replace(name, node);
    }

    private int ParentOf(ReadOnlyMemory<byte> path, out ReadOnlyMemory<byte> last)
    {
        int slash = path.Span.LastIndexOf((byte)'/');
        last = path[(slash + 1)..];
        ReadOnlyMemory<byte> parent = path[..Math.Max(slash, 0)];

        // Tars go from directory to directory: mostly it is the one of the entry before.
        if (lastParentName == ChainTree.None || !lastParent.Span.SequenceEqual(parent.Span))
        {
            lastParentName = DirectoryAt(parent);
            lastParent = parent;
        }

        return lastParentName;
    }

    // The directory at a path; it and its parents are made where they are missing or something else.
    private int DirectoryAt(ReadOnlyMemory<byte> path)
    {
        int name = ChainTree.Root;
        while (!path.IsEmpty)
        {
            int slash = path.Span.IndexOf((byte)'/');
            ReadOnlyMemory<byte> component = slash < 0 ? path : path[..slash];
            path = slash < 0 ? default : path[(slash + 1)..];
            int found = tree.Find(name, component.Span);
            if (found == ChainTree.None)
            {
                found = tree.Add(name, component, tree.NewNode(null, true));
            }
            else if (!tree.NodeOf(found).IsDirectory)
            {
                tree.Replace(found, tree.NewNode(null, true));
            }

            name = found;
        }

        return name;
    }

    private int Find(ReadOnlyMemory<byte> path)
    {
        ReadOnlySpan<byte> rest = path.Span;
        int name = ChainTree.Root;
        while (!rest.IsEmpty && name != ChainTree.None)
        {
            int slash = rest.IndexOf((byte)'/');
            name = tree.Find(name, slash < 0 ? rest : rest[..slash]);
            rest = slash < 0 ? default : rest[(slash + 1)..];
        }

        return name;
    }

    private ChainMergeException Refuse(LayerEntry entry, string what) =>
        new($"layer {layerNumber}: {PathText.Show(entry.Path.Span)} {what}");
}
