using Xunit;
using static Strata.Layers.Tests.ChainEntries;

namespace Strata.Layers.Tests;

[Trait("Kind", "Unit")]
public sealed class ChainMergeTests
{
    [Fact]
    public void Whiteout_BeforeAndAfterANewEntryOfItsLayer_DeletesOnlyTheLowerOne()
    {
        Assert.Equal(["a", "a/new"], Paths([File("a/old")], [Whiteout("a"), File("a/new")]));
        Assert.Equal(["a", "a/new"], Paths([File("a/old")], [File("a/new"), Whiteout("a")]));
    }

    [Fact]
    public void Opaque_BehindANewEntryOfItsLayer_HidesOnlyTheLowerOnes() =>
        Assert.Equal(["a", "a/new"], Paths([File("a/old"), Directory("a/b")], [Directory("a"), File("a/new"), Opaque("a")]));

    [Fact]
    public void Whiteout_OfWhatIsNotThere_ChangesNothing() => Assert.Equal(["a"], Paths([File("a")], [Whiteout("b/c"), Whiteout("a/b")]));

    [Fact]
    public void File_OverADirectory_ReplacesItWithItsContents() => Assert.Equal(["a"], Paths([File("a/b/c")], [File("a")]));

    [Fact]
    public void Directory_OverADirectory_KeepsTheContentsAndTakesTheAttributes()
    {
        string listing = Listing([Directory("a", 0x1C0).With(("user.x", "1")), File("a/b")], [Directory("a", 0x1ED)]);
        Assert.Contains("/a: mode 40755 owner 0:0 links 2 size - time 1700000000.123456789 device 0:0  []", listing, StringComparison.Ordinal);
        Assert.Contains("/a/b", listing, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingParent_IsMadeWithDefaults() =>
        Assert.Contains("/a: mode 40755 owner 0:0 links 2 size - time 0.000000000", Listing([File("a/b")]), StringComparison.Ordinal);

    [Fact]
    public void DirectoryEntry_BehindItsChildren_StillGivesTheAttributes() =>
        Assert.Contains("/a: mode 40700", Listing([File("a/b"), Directory("a", 0x1C0)]), StringComparison.Ordinal);

    [Fact]
    public void Parent_ThatIsASymlinkBelow_BecomesADirectory() => Assert.Equal(["a", "a/b"], Paths([Symlink("a", "x")], [File("a/b")]));

    [Fact]
    public void LastEntry_ForAPathOfALayer_Counts() =>
        Assert.Contains("size 3 ", Listing([File("a", "1"), File("a", "123")]), StringComparison.Ordinal);

    [Fact]
    public void HardLink_ToAFileOfALowerLayer_SharesItsInode()
    {
        string listing = Listing([File("a", "text")], [Link("b", "a")]);
        Assert.Contains("/a: mode 100644 owner 0:0 links 2 size 4", listing, StringComparison.Ordinal);
        Assert.EndsWith("as a\n", listing, StringComparison.Ordinal);
    }

    [Fact]
    public void HardLink_ToAFileThatItsLayerDeletes_KeepsTheFile()
    {
        string listing = Listing([File("a", "text")], [Whiteout("a"), Link("b", "a")]);
        Assert.Contains("/b: mode 100644 owner 0:0 links 1 size 4", listing, StringComparison.Ordinal);
        Assert.DoesNotContain("/a:", listing, StringComparison.Ordinal);
    }

    [Fact]
    public void HardLink_ToAFileReplacedAbove_KeepsTheOldContent()
    {
        string listing = Listing([File("a", "text"), Link("b", "a")], [File("a", "newer")]);
        Assert.Contains("/a: mode 100644 owner 0:0 links 1 size 5", listing, StringComparison.Ordinal);
        Assert.Contains("/b: mode 100644 owner 0:0 links 1 size 4", listing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("directory")]
    public void HardLink_ToWhatIsNoFile_IsRefusedByName(string target)
    {
        var refusal = Assert.Throws<ChainMergeException>(() => Listing([Directory("directory")], [Link("b", target)]));
        Assert.Contains("layer 2: b ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeviceZero_IsAWhiteout() => Assert.Equal(["b"], Paths([File("a"), File("b")], [Node("a", EntryKind.CharDevice)]));

    [Fact]
    public void RootEntry_GivesTheRootItsAttributes() =>
        Assert.StartsWith("/: mode 40700", Listing([Directory("", 0x1C0)]), StringComparison.Ordinal);

    [Fact]
    public void Root_ThatIsNoDirectory_IsRefused()
    {
        Assert.Throws<ChainMergeException>(() => Listing([File("")]));
        Assert.Throws<ChainMergeException>(() => Listing([Whiteout("")]));
    }

    private static string[] Paths(params LayerEntry[][] layers) =>
        [.. Listing(layers).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line[1..line.IndexOf(':', StringComparison.Ordinal)])];

    private static string Listing(params LayerEntry[][] layers)
    {
        using ChainFile file = new(layers);
        using ChainImage image = file.Open();
        return ChainListing.Of(image).ToString();
    }
}
