using System.Globalization;

namespace Strata.Union.Tests;

/// <summary>
/// Random layers of few names, so that they meet each other. The same numbers give the same layers: <paramref name="seed"/>
/// says what, <paramref name="size"/> how much of it. Layer 0 is the topmost.
/// </summary>
internal sealed class ModelLayers(int seed, int size)
{
    private static readonly string[] names = ["a", "b", "c", "d"];
    private readonly Random random = new(seed);

    public ModelNode[] Make(bool whiteoutFiles, bool foreignMarks, bool user)
    {
        ModelNode[] layers = new ModelNode[1 + random.Next(1 + (size / 8))];
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = new ModelNode(ModelKind.Directory);
            Fill(layers[i], "", i, whiteoutFiles, foreignMarks, user);
        }

        return layers;
    }

    private void Fill(ModelNode directory, string path, int layer, bool whiteoutFiles, bool foreignMarks, bool user)
    {
        int depth = path.Count(c => c == '/');
        foreach (string name in names)
        {
            if (random.Next(100) >= 30 + (size / 2))
            {
                continue;
            }

            string child = $"{path}/{name}";
            string content = string.Create(CultureInfo.InvariantCulture, $"{child} of {layer}");
            ModelNode node = random.Next(depth < 3 ? 14 : 7) switch
            {
                0 or 1 => new ModelNode(ModelKind.File) { Content = content },
                2 => new ModelNode(ModelKind.Symlink) { Content = content },
                3 => new ModelNode(random.Next(4) == 0 ? ModelKind.Fifo : random.Next(3) == 0 ? ModelKind.Device : ModelKind.Whiteout),
                4 => new ModelNode(ModelKind.Whiteout),
                5 => new ModelNode(ModelKind.File) { IsXattrWhiteout = random.Next(2) == 0 },
                6 => new ModelNode(ModelKind.File) { IsMetacopy = true, Redirect = random.Next(3) == 0 ? null : AnyRedirect() },
                _ => new ModelNode(ModelKind.Directory),
            };
            directory.Children.Add(name, node);
            if (node.Kind == ModelKind.Directory)
            {
                node.Opaque = AnyOpaque(whiteoutFiles, foreignMarks, user);
                node.Redirect = random.Next(4) == 0 ? AnyRedirect() : null;
                Fill(node, child, layer, whiteoutFiles, foreignMarks, user);
                if (node.Opaque == ModelOpaque.WhiteoutFile)
                {
                    node.Children.Add(".wh..wh..opq", new ModelNode(ModelKind.File));
                }
            }
        }

        if (whiteoutFiles && random.Next(2) == 0)
        {
            directory.Children.Add(".wh." + names[random.Next(names.Length)], new ModelNode(ModelKind.File));
        }
    }

    private ModelOpaque AnyOpaque(bool whiteoutFiles, bool foreignMarks, bool user) => random.Next(10) switch
    {
        0 or 1 => user ? ModelOpaque.User : ModelOpaque.Trusted,
        2 when foreignMarks => (ModelOpaque)(1 + random.Next(3)),
        3 when whiteoutFiles => ModelOpaque.WhiteoutFile,
        _ => ModelOpaque.None,
    };

    private string AnyRedirect()
    {
        string name = names[random.Next(names.Length)];
        return random.Next(2) == 0 ? name : "/" + string.Join('/', Enumerable.Range(0, 1 + random.Next(3)).Select(_ => names[random.Next(names.Length)]));
    }
}
