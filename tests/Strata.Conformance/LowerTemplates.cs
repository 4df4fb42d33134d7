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
        LayerTree[] layers = new LayerTree[2 + (template % 2)];
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = new LayerTree();
            Fill(layers[i], "", i, i == layers.Length - 1, random);
        }

        return layers;
    }

    private static void Fill(LayerTree layer, string directory, int level, bool top, Random random)
    {
        int depth = directory.Count(c => c == '/');
        foreach (string name in Names)
        {
            string path = directory + name;
            switch (random.Next(12))
            {
                case 0 or 1 or 2 or 3 when depth < 3:
                    layer.Directory(path, random.Next(2) == 0 ? 0b111_101_101u : 0b111_111_000u);
                    if (level > 0 && random.Next(4) == 0)
                    {
                        layer.Opaque(path);
                    }

                    Fill(layer, path + "/", level, top, random);
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
                case 8 or 9 when level > 0:
                    layer.Whiteout(path);
                    break;
                case 10 when top && layer.Nodes.FindLast(n => n.Kind == EntryKind.File) is { } file:
                    // Only in the top layer: a chain image counts the names that are visible, folders also hidden ones.
                    layer.HardLink(path, file.Path);
                    break;
            }
        }
    }
}
