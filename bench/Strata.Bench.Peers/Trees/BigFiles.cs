using Strata.Bench.Peers.Mounting;

namespace Strata.Bench.Peers.Trees;

/// <summary>A tree of two layers with a file of 1 GiB, 100 of 1 MiB and 500 of 1 KiB, of real content, each another piece of it.</summary>
internal static class BigFiles
{
    public const string Gibibyte = "big/gibibyte";
    public const int Mebibytes = 100;
    public const int Kibibytes = 500;

    /// <summary>Makes it.</summary>
    /// <param name="trees">What makes trees on the wanted file system.</param>
    /// <param name="from">A tree to take content from.</param>
    public static LayeredTree Make(TreeMaker trees, IReadOnlyList<Node> from)
    {
        string source = Path.Combine(trees.Home, "big-source");
        Directory.CreateDirectory(source);
        List<Node> nodes = [new("big", NodeKind.Folder)];
        using (Concatenation content = new(from))
        {
            void Add(string name, long size)
            {
                string file = Path.Combine(source, name);
                content.Write(file, size);
                nodes.Add(new Node("big/" + name, NodeKind.File) { Source = file, Size = size, Permissions = 0x1A4 });
            }

            Add(Path.GetFileName(Gibibyte), 1 << 30);
            foreach (string name in Names("mebibyte", Mebibytes))
            {
                Add(Path.GetFileName(name), 1 << 20);
            }

            foreach (string name in Names("kibibyte", Kibibytes))
            {
                Add(Path.GetFileName(name), 1 << 10);
            }
        }

        LayeredTree tree = trees.Make("big", [nodes, [new Node("other", NodeKind.Folder)]]);
        string merged = Path.Combine(trees.Home, "big-merged");
        FolderWriter.Write(nodes, merged);
        Command.Shell($"rm -rf --one-file-system '{source}'; sync");
        return tree with { Merged = merged };
    }

    /// <summary>Paths below the root.</summary>
    public static IEnumerable<string> Names(string kind, int count) => Enumerable.Range(0, count).Select(i => $"big/{kind}-{i}");
}
