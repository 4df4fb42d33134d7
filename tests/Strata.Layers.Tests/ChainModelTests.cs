using FsCheck;
using FsCheck.Fluent;
using Strata.Linux;
using Xunit;

namespace Strata.Layers.Tests;

[Trait("Kind", "Model")]
public sealed class ChainModelTests
{
    private static readonly string[] Names = ["a", "b", "-c", "...", ".d"];

    [Fact]
    public void RandomLayers_MergeAsInTheNaiveModel()
    {
        Gen<string> path = Gen.Choose(1, 3).SelectMany(depth => Gen.Elements(Names).ArrayOf(depth)).Select(parts => string.Join('/', parts));
        Gen<LayerEntry[][]> layers = EntryGen(path).ArrayOf().Select(entries => entries.Take(25).ToArray()).ArrayOf()
            .Select(all => all.Take(4).ToArray());
        Config config = Config.QuickThrowOnFailure.WithMaxTest(1500).WithEndSize(30);
        Prop.ForAll(Arb.From(layers, Smaller), AgreesWithModel).Check(config);
    }

    private static bool AgreesWithModel(LayerEntry[][] layers)
    {
        ChainModel model = ChainModel.Of(layers);
        if (model.IsRefused)
        {
            Assert.Throws<ChainMergeException>(() => new ChainFile(layers).Dispose());
            return true;
        }

        using ChainFile file = new(layers);
        using ChainImage image = file.Open();
        Assert.Equal(model.Listing(), ChainListing.Of(image).ToString());
        return true;
    }

    private static Gen<LayerEntry> EntryGen(Gen<string> path) =>
        from p in path
        from target in path
        from kind in Gen.Choose(0, 15)
        from number in Gen.Choose(0, 6000)
        select Entry(kind, p, target, number) with
        {
            Uid = (uint)(number % 3 == 0 ? number * 100 : 0),
            Modified = new Timestamp(number % 5, (uint)(number % 2)),
        };

    private static LayerEntry Entry(int kind, string path, string target, int number) => kind switch
    {
        0 or 1 or 2 => ChainEntries.Directory(path, (uint)(0x1C0 + (number % 8))),
        3 => ChainEntries.Directory(path).With(("user.a", "1"), ("trusted.overlay.opaque", "y"), ("user.b", $"{number % 3}")),
        4 or 5 => ChainEntries.Whiteout(path),
        6 => ChainEntries.Opaque(path),
        7 or 8 => ChainEntries.Link(path, target),
        9 => ChainEntries.Symlink(path, target),
        10 => ChainEntries.Node(path, EntryKind.CharDevice, (uint)(number % 2), 0),
        11 => ChainEntries.Node(path, EntryKind.Fifo),
        12 => ChainEntries.File(path).With(("security.capability", "xyz"), ("user.a", "1")),
        _ => ChainEntries.Content(path, new byte[number]),
    };

    private static IEnumerable<LayerEntry[][]> Smaller(LayerEntry[][] layers)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            yield return [.. layers[..i], .. layers[(i + 1)..]];
            for (int j = 0; j < layers[i].Length; j++)
            {
                LayerEntry[] without = [.. layers[i][..j], .. layers[i][(j + 1)..]];
                yield return [.. layers[..i], without, .. layers[(i + 1)..]];
            }
        }
    }
}
