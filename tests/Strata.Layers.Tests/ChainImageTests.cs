using Strata.Linux;
using Xunit;
using static Strata.Layers.Tests.ChainEntries;

namespace Strata.Layers.Tests;

[Trait("Kind", "Unit")]
public sealed class ChainImageTests
{
    [Fact]
    public void Everything_IsShownAsTheModelSays()
    {
        LayerEntry[][] layers = ChainSamples.Everything();
        using ChainFile file = new(layers);
        using ChainImage image = file.Open();
        Assert.Equal(ChainModel.Of(layers).Listing(), ChainListing.Of(image).ToString());
        image.Verify();
    }

    [Fact]
    public void SameLayers_GiveTheSameBytes()
    {
        using ChainFile one = new(ChainSamples.Everything());
        using ChainFile two = new(ChainSamples.Everything());
        Assert.Equal(one.Bytes, two.Bytes);
    }

    [Fact]
    public void OrderInsideALayer_DoesNotShowInTheBytes()
    {
        LayerEntry[] layer = [.. Enumerable.Range(0, 500).Select(i => File($"{i % 7}/{i}", new string('x', i * 8)))];
        using ChainFile one = new(layer);
        using ChainFile two = new(layer.Reverse());
        Assert.Equal(one.Bytes, two.Bytes);
    }

    [Fact]
    public void NoLayers_GiveAnEmptyRoot()
    {
        using ChainFile file = new(Array.Empty<LayerEntry[]>());
        using ChainImage image = file.Open();
        Assert.Equal("/: mode 40755 owner 0:0 links 2 size - time 0.000000000 device 0:0  []\n", ChainListing.Of(image).ToString());
        Assert.Equal(1UL, image.NodeCount);
        Assert.False(image.HasXattrs);
        Assert.Equal(Errno.ENOENT, image.Lookup(image.RootNid, "a"u8, out _));
    }

    [Fact]
    public void Counts_AreThoseOfTheTree()
    {
        using ChainFile file = new([File("a", "12"), Link("b", "a"), Content("c/d", new byte[5000]).With(("trusted.overlay.opaque", "y"))]);
        using ChainImage image = file.Open();
        Assert.Equal((4UL, 5002UL, file.Bytes.LongLength, true), (image.NodeCount, image.ContentBytes, image.ImageBytes, image.HasXattrs));
    }

    [Fact]
    public void HugeDirectory_FindsEveryNameAndNoOther()
    {
        using ChainFile file = new(Enumerable.Range(0, 20_000).Select(i => File($"d/{i * 2}")));
        using ChainImage image = file.Open();
        image.Lookup(image.RootNid, "d"u8, out ulong directory).OrThrow();
        HashSet<ulong> nids = [];
        for (int i = 0; i < 40_000; i++)
        {
            Errno expected = i % 2 == 0 ? Errno.Ok : Errno.ENOENT;
            Assert.Equal(expected, image.Lookup(directory, Bytes($"{i}"), out ulong nid));
            nids.Add(nid);
        }

        Assert.Equal(20_001, nids.Count);
        Assert.Equal(Errno.ENOENT, image.Lookup(directory, "zzz"u8, out _));
        Assert.Equal(Errno.ENOENT, image.Lookup(directory, " "u8, out _));
    }

    [Fact]
    public void Cookie_GoesOnBehindItsEntry()
    {
        using ChainFile file = new(ChainSamples.Everything());
        using ChainImage image = file.Open();
        image.Lookup(image.RootNid, "many"u8, out ulong directory).OrThrow();
        ulong cookie = 0;
        List<string> names = [];
        while (true)
        {
            ChainDirectoryReader entries = image.ReadDirectory(directory, cookie);
            if (!entries.Next(out Errno error))
            {
                error.OrThrow();
                break;
            }

            names.Add(System.Text.Encoding.Latin1.GetString(entries.Name));
            cookie = entries.Cookie;
        }

        Assert.Equal(3000, names.Count);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public void WrongKindOfInode_IsAnErrno()
    {
        using ChainFile file = new([File("file", "x"), Symlink("link", "y"), Content("object", new byte[5000])]);
        using ChainImage image = file.Open();
        image.Lookup(image.RootNid, "file"u8, out ulong regular).OrThrow();
        image.Lookup(image.RootNid, "object"u8, out ulong large).OrThrow();
        Assert.Equal(Errno.ENOTDIR, image.Lookup(regular, "a"u8, out _));
        Assert.Equal(Errno.EINVAL, image.ReadLink(regular, out _));
        Assert.Equal(Errno.EINVAL, image.GetContent(image.RootNid, out _));
        Assert.Equal(Errno.EINVAL, image.GetContent(large, out _));
        Assert.Equal(Errno.ENODATA, image.GetXattr(regular, "user.x"u8, out _));
        Assert.Equal(Errno.ENODATA, image.GetXattr(large, "trusted.overlay.redirect"u8, out _));
        Assert.False(image.ReadDirectory(regular).Next(out Errno error));
        Assert.Equal(Errno.ENOTDIR, error);
        Assert.Equal(Errno.EUCLEAN, image.GetInode(ulong.MaxValue, out _));
        Assert.Equal(Errno.EUCLEAN, image.GetInode(0, out _));
    }

    [Fact]
    public void UnknownNamespaceOfXattrs_IsLeftOut()
    {
        using ChainFile file = new([File("a").With(("btrfs.compression", "zstd"), ("user.", "empty name"), ("system.nfs4_acl", "x"))]);
        using ChainImage image = file.Open();
        Assert.False(image.HasXattrs);
    }

    [Fact]
    public void Reading_DoesNotAllocate()
    {
        using ChainFile file = new(ChainSamples.Everything());
        using ChainImage image = file.Open();
        ReadSome(image);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            ReadSome(image);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void EntryThatNoInodeCanHold_IsRefused(LayerEntry entry) => Assert.Throws<ChainMergeException>(() => new ChainFile([entry]).Dispose());

    public static TheoryData<LayerEntry> Impossible() => new(
        File(new string('n', 256)),
        Symlink("a", ""),
        Symlink("a", new string('t', 4096)),
        Node("a", EntryKind.BlockDevice, 4096, 0),
        File("a") with { Size = 5 },
        File("a") with { Size = long.MaxValue },
        File("a").With(("user.a", new string('v', 65_536))),
        File("a").With([.. Enumerable.Range(0, 5).Select(i => ($"user.{i}", new string('v', 60_000)))]));

    private static void ReadSome(ChainImage image)
    {
        ChainDirectoryReader top = image.ReadDirectory(image.RootNid);
        while (top.Next(out _))
        {
            ChainDirectoryReader entries = image.ReadDirectory(top.Nid);
            while (entries.Next(out _))
            {
                image.Lookup(top.Nid, entries.Name, out ulong nid).OrThrow();
                image.GetInode(nid, out _).OrThrow();
                _ = image.GetContent(nid, out _);
                _ = image.ReadLink(nid, out _);
                _ = image.GetXattr(nid, "user.note"u8, out _);
            }
        }
    }
}
