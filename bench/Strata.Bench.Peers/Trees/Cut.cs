namespace Strata.Bench.Peers.Trees;

/// <summary>
/// A tree cut into layers, as building an image leaves them: lower layers hold more than upper ones; folders near the root go
/// through all layers, most leaves lie in one, every fourth folder has files from many. Above the tree itself: files with an
/// older version in a layer below, files and folders that a layer above removes (whiteouts), folders that a layer replaces as a
/// whole (opaque). The merged tree is the same whatever the number of layers.
/// </summary>
internal sealed class Cut
{
    private const double OlderVersions = 0.03;
    private const double RemovedFiles = 0.02;
    private const double RemovedFolders = 0.02;
    private const double ReplacedFolders = 0.05;

    private readonly Dictionary<string, Node> folders;
    private readonly HashSet<string> inner;
    private readonly Dictionary<string, Node>[] layers;
    private readonly string salt;

    private Cut(IReadOnlyList<Node> tree, int count, string salt)
    {
        folders = tree.Where(node => node.Kind == NodeKind.Folder).ToDictionary(node => node.Path);
        inner = [.. folders.Values.Select(node => node.Parent)];
        layers = [.. Enumerable.Range(0, count).Select(_ => new Dictionary<string, Node>())];
        this.salt = salt;
    }

    /// <summary>The layers, bottom to top; of each the nodes, folders before what lies in them.</summary>
    /// <param name="tree">The merged tree.</param>
    /// <param name="count">The number of layers.</param>
    /// <param name="salt">Another text, another cut.</param>
    public static IReadOnlyList<IReadOnlyList<Node>> Make(IReadOnlyList<Node> tree, int count, string salt = "")
    {
        Cut cut = new(tree, count, salt);
        foreach (Node node in tree)
        {
            cut.Place(node);
        }

        return [.. cut.layers.Select(layer => layer.Values.OrderBy(node => node.Path, StringComparer.Ordinal).ToList())];
    }

    private void Place(Node node)
    {
        if (node.Kind == NodeKind.Folder)
        {
            PlaceFolder(node);
            return;
        }

        int layer = LayerOf(node);
        Put(layer, node);
        if (node.Kind != NodeKind.File || IsReplaced(node.Parent))
        {
            return;
        }

        if (layer > 0 && Happens("older", node.Path, OlderVersions))
        {
            Put(Below(layer, node.Path), node with { Size = node.Size / 2 });
        }

        if (layers.Length > 1 && Happens("removed", node.Path, RemovedFiles))
        {
            Remove(node with { Path = node.Path + ".removed" });
        }
    }

    private void PlaceFolder(Node folder)
    {
        int layer = LayerOfFolder(folder.Path);
        Put(layer, folder with { Opaque = IsReplaced(folder.Path) });
        if (IsReplaced(folder.Path))
        {
            Put(Below(layer, folder.Path), new Node(folder.Path + "/replaced", NodeKind.File) { Source = "/dev/null" });
        }
        else if (layers.Length > 1 && !inner.Contains(folder.Path) && Happens("removed folder", folder.Path, RemovedFolders))
        {
            Remove(folder with { Path = folder.Path + ".removed" });
        }
    }

    /// <summary>Something that one layer has and one above it removes.</summary>
    private void Remove(Node node)
    {
        int removal = 1 + (int)(Chance.Of(salt + "removal", node.Path) * (layers.Length - 1));
        int layer = Below(removal, node.Path);
        Put(layer, node);
        if (node.Kind == NodeKind.Folder)
        {
            Put(layer, new Node(node.Path + "/content", NodeKind.File) { Source = "/dev/null" });
        }

        Put(removal, new Node(node.Path, NodeKind.Whiteout));
    }

    private void Put(int layer, Node node)
    {
        layers[layer].TryAdd(node.Path, node);
        for (string parent = node.Parent; parent.Length > 0 && !layers[layer].ContainsKey(parent); parent = folders[parent].Parent)
        {
            if (!folders.TryGetValue(parent, out Node? folder))
            {
                return;
            }

            layers[layer][parent] = folder;
        }
    }

    private int LayerOf(Node node) => Happens("spread", node.Parent, 0.25) && !IsReplaced(node.Parent) ? Layer(node.Path) : LayerOfFolder(node.Parent);

    private int LayerOfFolder(string path) => Layer("folder:" + path);

    /// <summary>Layer 0 of three has 58 of a hundred, of a hundred layers 10.</summary>
    private int Layer(string path) => (int)(Math.Pow(Chance.Of(salt + "layer", path), 2) * layers.Length);

    private int Below(int layer, string path) => (int)(Chance.Of(salt + "below", path) * layer);

    private bool IsReplaced(string folder) =>
        folder.Length > 0 && !inner.Contains(folder) && LayerOfFolder(folder) > 0 && Happens("replaced", folder, ReplacedFolders);

    private bool Happens(string what, string path, double share) => Chance.Of(salt + what, path) < share;
}
