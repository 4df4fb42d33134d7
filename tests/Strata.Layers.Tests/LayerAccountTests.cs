using System.Text;
using Strata.Linux;
using Xunit;

namespace Strata.Layers.Tests;

[Trait("Kind", "Unit")]
public sealed class LayerAccountTests
{
    [Fact]
    public void Paths_ComeFromTheHighestLayerThatHasThem()
    {
        LayerAccount account = LayerAccount.Of([[Folder("d"), File("d/a", 10), File("d/b", 20)], [File("d/a", 5), File("c", 1)]]);

        Assert.Equal(["c 1 1", "d 0 0", "d/a 1 5", "d/b 0 20"], account.Visible().Select(path => $"{Text(path.Path)} {path.Layer} {path.Size}"));
        Assert.Equal(["d/a 0 by 1: 10 overwritten"], Wasted(account));
    }

    [Fact]
    public void Deletions_WasteAllThatLiesBelow()
    {
        LayerAccount account = LayerAccount.Of(
        [
            [File("a", 1), Folder("d"), Folder("d/e"), File("d/e/f", 2), File("o/x", 4)],
            [Mark("a", EntryKind.Whiteout), Mark("d", EntryKind.Whiteout), Folder("o"), Mark("o", EntryKind.Opaque), File("o/y", 8)],
        ]);

        Assert.Equal(["o 1", "o/y 1"], account.Visible().Select(path => $"{Text(path.Path)} {path.Layer}"));
        Assert.Equal(["a 0 by 1: 1 deleted", "d/e/f 0 by 1: 2 deleted", "o/x 0 by 1: 4 deleted"], Wasted(account));
    }

    [Fact]
    public void WhiteoutAfterAnEntryOfTheSameLayer_DeletesOnlyBelow()
    {
        LayerAccount account = LayerAccount.Of([[File("a", 1)], [File("a", 2), Mark("a", EntryKind.Whiteout)]]);

        Assert.Equal(["a 1"], account.Visible().Select(path => $"{Text(path.Path)} {path.Layer}"));
        Assert.Equal(["a 0 by 1: 1 deleted"], Wasted(account));
    }

    [Fact]
    public void DirectoryInPlaceOfAFileAndBack_Replaces()
    {
        LayerAccount account = LayerAccount.Of([[File("a", 1), Folder("b"), File("b/c", 2)], [Folder("a"), File("b", 4)]]);

        Assert.Equal(["a Directory 1", "b File 1"], account.Visible().Select(path => $"{Text(path.Path)} {path.Kind} {path.Layer}"));
        Assert.Equal(["a 0 by 1: 1 overwritten", "b/c 0 by 1: 2 overwritten"], Wasted(account));
    }

    [Fact]
    public void DeviceZero_DeletesAndIsNotShown()
    {
        LayerAccount account = LayerAccount.Of([[File("a", 1), File("b", 2)], [Mark("a", EntryKind.CharDevice)]]);

        Assert.Equal(["b 0"], account.Visible().Select(path => $"{Text(path.Path)} {path.Layer}"));
        Assert.Equal(["a 0 by 1: 1 deleted"], Wasted(account));
    }

    /// <summary>An entry is a letter for its kind, and its path; layers are separated by bars.</summary>
    [Theory]
    [InlineData("f:a f:b | c:a")]
    [InlineData("d:a f:a/x | c:a f:a/y")]
    [InlineData("f:a | f:a c:a")]
    [InlineData("f:a | c:a f:a")]
    [InlineData("f:b | o:a")]
    [InlineData("f:a | o:a")]
    [InlineData("f:a/b/x f:a/c | o:a/b")]
    [InlineData("f:a | o:a/b/c")]
    [InlineData("f:a/b | w:a o:a")]
    [InlineData("d:a | o:")]
    [InlineData("f:a | d:")]
    [InlineData("c:a/b | c:a")]
    public void Layers_ShowWhatTheirChainImageShows(string text)
    {
        List<List<LayerEntry>> layers = [.. text.Split('|').Select(layer => layer.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Entry).ToList())];

        Assert.Equal(ChainNames(layers), LayerAccount.Of(layers).Visible().Select(path => Text(path.Path)));

        static LayerEntry Entry(string text) => text[0] switch
        {
            'f' => File(text[2..], 1),
            'd' => Folder(text[2..]),
            'c' => Mark(text[2..], EntryKind.CharDevice),
            'w' => Mark(text[2..], EntryKind.Whiteout),
            _ => Mark(text[2..], EntryKind.Opaque),
        };
    }

    [Fact]
    public void RandomLayers_ShowWhatTheirChainImageShows()
    {
        Random random = new(7);
        for (int round = 0; round < 200; round++)
        {
            List<List<LayerEntry>> layers = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => RandomLayer(random))];

            List<string> expected = [.. ChainNames(layers)];

            Assert.Equal(expected, LayerAccount.Of(layers).Visible().Select(path => Text(path.Path)));
        }
    }

    private static List<LayerEntry> RandomLayer(Random random)
    {
        string[] paths = ["a", "a/b", "a/b/c", "a/d", "e", "e/f", "g"];
        Dictionary<string, LayerEntry> entries = [];
        List<LayerEntry> marks = [];
        for (int i = random.Next(1, 8); i > 0; i--)
        {
            string path = paths[random.Next(paths.Length)];
            switch (random.Next(6))
            {
                case 0:
                    marks.Add(Mark(path, EntryKind.Whiteout));
                    break;
                case 1:
                    marks.Add(Mark(path, EntryKind.Opaque));
                    break;
                case 5:
                    marks.Add(Mark(path, EntryKind.CharDevice));
                    break;
                case 2 or 3:
                    entries[path] = Folder(path);
                    break;
                default:
                    entries.TryAdd(path, File(path, random.Next(1, 100)));
                    break;
            }
        }

        // A layer never has anything below what it made a file.
        List<string> files = [.. entries.Where(pair => pair.Value.Kind == EntryKind.File).Select(pair => pair.Key + "/")];
        return
        [
            .. entries.Values.Where(e => !files.Exists(f => Text(e.Path).StartsWith(f, StringComparison.Ordinal))).OrderBy(e => Text(e.Path), StringComparer.Ordinal),
            .. marks.Where(m => !files.Exists(f => (Text(m.Path) + "/").StartsWith(f, StringComparison.Ordinal))),
        ];
    }

    private static IEnumerable<string> ChainNames(List<List<LayerEntry>> layers)
    {
        ChainTree tree = ChainMerge.Merge(layers);
        return Names(tree, ChainTree.Root, "");
    }

    private static IEnumerable<string> Names(ChainTree tree, int folder, string path)
    {
        List<int> children = [];
        tree.SortedChildren(folder, children);
        foreach (int at in children)
        {
            string name = Text(tree.Name(at).Bytes);
            string full = path + name;
            yield return full;
            foreach (string below in tree.NodeOf(at).IsDirectory ? Names(tree, at, full + "/") : [])
            {
                yield return below;
            }
        }
    }

    private static List<string> Wasted(LayerAccount account) =>
        [.. account.Wasted.Select(path => $"{Text(path.Path)} {path.Layer} by {path.By}: {path.Size} {(path.IsDeleted ? "deleted" : "overwritten")}").Order(StringComparer.Ordinal)];

    private static LayerEntry File(string path, long size) => new() { Path = PathText.Bytes(path), Kind = EntryKind.File, Size = size };

    private static LayerEntry Folder(string path) => new() { Path = PathText.Bytes(path), Kind = EntryKind.Directory };

    private static LayerEntry Mark(string path, EntryKind kind) => new() { Path = PathText.Bytes(path), Kind = kind };

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
