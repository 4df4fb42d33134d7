using Strata.Conformance;
using Strata.Layers;

namespace Strata.Fire;

/// <summary>Layers with the names that the clients use (clients.py), from a fixed seed.</summary>
internal static class FireLower
{
    /// <summary>The directory of the mount that the clients have to themselves: their symlinks lead one level up.</summary>
    public const string Directory = "r";

    private const int Depth = 3;
    private const int Folders = 4;
    private const int Files = 8;

    /// <summary>Three layers of nested directories, with files, links, whiteouts and opaque directories.</summary>
    public static LayerTree[] Tree()
    {
        Random random = new(20261121);
        HashSet<string> visible = [];
        LayerTree[] layers = [new(), new(), new()];
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i].Directory(Directory);
            Fill(layers[i], Directory, 0, i, visible, random);
            foreach (LayerNode node in layers[i].Nodes)
            {
                _ = node.Kind == EntryKind.Whiteout ? visible.Remove(node.Path) : visible.Add(node.Path);
            }
        }

        return layers;
    }

    /// <summary>Three layers of files alone, half of them larger than what a chain image keeps in itself, some with a second name.</summary>
    public static LayerTree[] Contents(int count)
    {
        Random random = new(20261121);
        LayerTree[] layers = [new(), new(), new()];
        foreach (LayerTree layer in layers)
        {
            layer.Directory(Directory);
        }

        for (int i = 0; i < count; i++)
        {
            byte[] content = new byte[random.Next(2) == 0 ? random.Next(1, 4097) : random.Next(4097, 40_000)];
            random.NextBytes(content);
            LayerTree layer = layers[i % layers.Length].File($"{Directory}/f{i:d6}", content);
            if (i % 8 == 0)
            {
                layer.HardLink($"{Directory}/f{i:d6}-too", $"{Directory}/f{i:d6}");
            }
        }

        return layers;
    }

    private static void Fill(LayerTree layer, string directory, int depth, int level, HashSet<string> below, Random random)
    {
        for (int i = 0; i < Files; i++)
        {
            string path = $"{directory}/f{i}";
            switch (random.Next(8))
            {
                case 0 or 1:
                    byte[] content = new byte[random.Next(3) == 0 ? random.Next(60_000) : random.Next(500)];
                    random.NextBytes(content);
                    layer.File(path, content).With("user.0", "lower");
                    break;
                case 2 when below.Contains(path):
                    layer.Whiteout(path);
                    break;
                case 3:
                    layer.Symlink(path, $"f{random.Next(Files)}");
                    break;
                case 4 when level == 2 && layer.Nodes.FindLast(node => node.Kind == EntryKind.File) is { } file:
                    // Only in the top layer: a chain image counts the names that are visible, folders also hidden ones.
                    layer.HardLink(path, file.Path);
                    break;
            }
        }

        for (int i = 0; i < Folders && depth < Depth; i++)
        {
            string path = $"{directory}/d{i}";
            if (random.Next(4) < 3)
            {
                layer.Directory(path);
                bool opaque = level > 0 && random.Next(8) == 0;
                if (opaque)
                {
                    layer.Opaque(path);
                    below.RemoveWhere(name => name.StartsWith(path + "/", StringComparison.Ordinal));
                }

                Fill(layer, path, depth + 1, level, below, random);
            }
        }
    }
}
