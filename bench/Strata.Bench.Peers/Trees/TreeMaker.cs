using System.Diagnostics;
using System.Globalization;
using Strata.Bench.Peers.Mounting;

namespace Strata.Bench.Peers.Trees;

/// <summary>Makes the trees of a run, each when it is first wanted.</summary>
/// <param name="home">A folder for layers, uppers and mount points.</param>
/// <param name="store">Our store, which takes the images.</param>
/// <param name="strata">Our binary.</param>
internal sealed class TreeMaker(string home, string store, string strata)
{
    /// <summary>Where the trees lie.</summary>
    public string Home => home;

    /// <summary>Files, folders and links of the large tree.</summary>
    public const int Nodes = 106_000;

    private readonly Dictionary<string, LayeredTree> cuts = [];
    private IReadOnlyList<Node>? nodes;
    private string? merged;
    private LayeredTree? big;

    /// <summary>The nodes of the large tree.</summary>
    public IReadOnlyList<Node> RealNodes => nodes ??= RealTree.Collect(Nodes);

    /// <summary>The large tree in so many layers.</summary>
    /// <param name="layers">From 2.</param>
    /// <param name="salt">Another text, another cut of the same tree.</param>
    public LayeredTree Cut(int layers, string salt = "")
    {
        string name = $"t{layers}{salt}";
        if (!cuts.TryGetValue(name, out LayeredTree? tree))
        {
            merged ??= MakeMerged();
            tree = Make(name, Trees.Cut.Make(RealNodes, layers, salt)) with { Merged = merged };
            cuts.Add(name, tree);
        }

        return tree;
    }

    /// <summary>The tree of few large files, see <see cref="BigFiles"/>.</summary>
    public LayeredTree Big(IReadOnlyList<Node> content) => big ??= BigFiles.Make(this, content);

    /// <summary>A tree of given layers, as folders and as an image in the store.</summary>
    public LayeredTree Make(string name, IReadOnlyList<IReadOnlyList<Node>> layers)
    {
        long start = Stopwatch.GetTimestamp();
        string layout = Path.Combine(home, name + ".layout");
        LayoutWriter writer = new(layout);
        List<string> folders = [];
        foreach (IReadOnlyList<Node> layer in layers)
        {
            folders.Add(Path.Combine(home, name, $"{folders.Count}"));
            FolderWriter.Write(layer, folders[^1]);
            writer.Add(layer);
        }

        writer.Complete(name);
        Command.Output(strata, "--root", store, "load", "-q", "-i", $"{layout}:{name}");
        Command.Shell($"rm -rf --one-file-system '{layout}'; sync");
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"   tree {name}: {layers.Count} layers of {layers.Sum(layer => layer.Count)} nodes, {Count(layers, NodeKind.Whiteout)} whiteouts, {layers.Sum(layer => layer.Count(node => node.Opaque))} opaque folders; made in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"));
        return new LayeredTree(home, folders, store, name + ":latest");
    }

    private static int Count(IReadOnlyList<IReadOnlyList<Node>> layers, NodeKind kind) => layers.Sum(layer => layer.Count(node => node.Kind == kind));

    private string MakeMerged()
    {
        string folder = Path.Combine(home, "merged");
        FolderWriter.Write(RealNodes, folder);
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"   the merged tree: {RealNodes.Count} nodes, {RealNodes.Count(node => node.Kind == NodeKind.Folder)} folders, {RealNodes.Sum(node => node.Size) >> 20} MiB"));
        return folder;
    }
}
