using System.Globalization;
using Strata.Layers;

namespace Strata.Conformance;

/// <summary>Random layers over few names, from fixed seeds: a template's number says all about it.</summary>
internal static class LowerTemplates
{
    public static string[] Names { get; } = ["a", "b", "c"];

    /// <summary>The layers of a template, the bottom first: two or three.</summary>
    public static LayerTree[] Of(int template)
    {
        Random random = new(1000 + template);
        HashSet<string> visible = [];
        LayerTree[] layers = new LayerTree[2 + (template % 2)];
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = new LayerTree();
            Fill(layers[i], "", i, i == layers.Length - 1, visible, random);
            foreach (LayerNode node in layers[i].Nodes)
            {
                Show(node, visible);
            }
        }

        return layers;
    }

    private static void Fill(LayerTree layer, string directory, int level, bool top, HashSet<string> below, Random random)
    {
        int depth = directory.Count(c => c == '/');
        foreach (string name in Names)
        {
            string path = directory + name;
            switch (random.Next(12))
            {
                case 0 or 1 or 2 or 3 when depth < 3:
                    layer.Directory(path, random.Next(2) == 0 ? 0b111_101_101u : 0b111_111_000u);
                    bool opaque = level > 0 && random.Next(4) == 0;
                    if (opaque)
                    {
                        layer.Opaque(path);
                    }

                    Fill(layer, path + "/", level, top, opaque ? [] : below, random);
                    break;
                case 4 or 5 or 6:
                    layer.File(path, string.Create(CultureInfo.InvariantCulture, $"{path} of layer {level}\n"), 0b110_100_100u | (uint)random.Next(8));
                    if (random.Next(5) == 0)
                    {
                        layer.With("user.x", path);
                    }
                    else if (random.Next(5) == 0)
                    {
                        layer.Nodes[^1] = layer.Nodes[^1] with { Content = [.. StandardLower.Big.AsSpan(0, 9000 + level)] };
                    }

                    break;
                case 7:
                    layer.Symlink(path, Names[random.Next(Names.Length)]);
                    break;
                case 8 or 9 when below.Contains(path):
                    // Only of what is there: in a directory that merges nothing the kernel lists a whiteout as a name.
                    layer.Whiteout(path);
                    break;
                case 10 when top && layer.Nodes.FindLast(n => n.Kind == EntryKind.File) is { } file:
                    // Only in the top layer: a chain image counts the names that are visible, folders also hidden ones.
                    layer.HardLink(path, file.Path);
                    break;
            }
        }
    }

    /// <summary>Keeps the set of the paths that the layers up to now show.</summary>
    private static void Show(LayerNode node, HashSet<string> visible)
    {
        if (node.Kind == EntryKind.Directory && visible.Contains(node.Path + "/"))
        {
            return;
        }

        visible.RemoveWhere(path => path == node.Path || path.StartsWith(node.Path + "/", StringComparison.Ordinal));
        if (node.Kind is EntryKind.Directory or EntryKind.Opaque)
        {
            visible.Add(node.Path + "/");
        }

        if (node.Kind != EntryKind.Whiteout)
        {
            visible.Add(node.Path);
        }
    }
}
