using System.Text;
using Strata.Blobs;
using Strata.Linux;
using Xunit;

namespace Strata.Layers.Tests;

[Trait("Kind", "Unit")]
public sealed class TarFormTests : IDisposable
{
    private readonly TemporaryStore store = new();

    [Fact]
    public void EveryKind_ComesAsAnEntryAndTheTarComesOutAgain()
    {
        byte[] large = TemporaryStore.Noise(3 << 20);
        byte[] tar = new TarBuilder()
            .Directory("./")
            .File("./dir/early", "before its directory")
            .Directory("./dir/")
            .File("large", large)
            .File("inline", new byte[4096])
            .File("object", new byte[4097])
            .HardLink("again", "./dir/early")
            .HardLink("lower", "usr/lower")
            .Symlink("sym", "../../anywhere/at all")
            .Add("char", '3', major: "0000005\0", minor: "0000001\0")
            .Add("block", '4', major: "0000010\0", minor: "0000777\0")
            .Add("fifo", '6')
            .File(".wh.gone")
            .File("dir/.wh..wh..opq")
            .File(".wh..wh.plnk/1.2", "aufs")
            .File("/absolute", "stays inside")
            .Raw(new byte[10240])
            .ToArray();
        ImportedLayer layer = store.Import(tar);
        List<LayerEntry> entries = store.Entries(layer.DiffId);

        Assert.Equal(
            ["Directory:", "File:dir/early", "Directory:dir", "File:large", "File:inline", "File:object", "HardLink:again", "HardLink:lower",
                "Symlink:sym", "CharDevice:char", "BlockDevice:block", "Fifo:fifo", "Whiteout:gone", "Opaque:dir", "File:absolute"],
            entries.Select(e => $"{e.Kind}:{TemporaryStore.Shown(e.Path)}"));
        Assert.Equal(Digest.Of(large), entries[3].ContentDigest);
        Assert.Equal(4096, entries[4].InlineContent.Length);
        Assert.Equal(Digest.Of(new byte[4097]), entries[5].ContentDigest);
        Assert.Equal("dir/early", TemporaryStore.Shown(entries[6].LinkTarget));
        Assert.Equal("../../anywhere/at all", TemporaryStore.Shown(entries[8].LinkTarget));
        Assert.Equal(new DeviceNumber(8, 511), entries[10].Device);
        Assert.Equal(2, layer.NewObjects);
        Assert.Equal(tar, store.Tar(layer.DiffId));
        Assert.Equal(Digest.Of(tar), layer.DiffId);
    }

    [Fact]
    public void PaxFields_ReplaceThoseOfTheHeader()
    {
        string path = $"{new string('a', 200)}/{new string('b', 200)}";
        byte[] tar = new TarBuilder()
            .PaxGlobal(("comment", "made by hand"), ("gid", "7"))
            .Pax(("path", path), ("uid", "3000000"), ("mtime", "-1.25"), ("atime", "12"), ("SCHILY.xattr.user.note", "a=b\0\n"),
                ("SCHILY.xattr.security.capability", "\u0001\0\0\u0002"), ("LIBARCHIVE.xattr.user.note", "eA"), ("LIBARCHIVE.xattr.user%2eother", "eHk"),
                ("SCHILY.xattr.trusted.overlay.redirect", "/x"), ("size", "3"))
            .Add("short", '0', [1, 2, 3], size: "00000000000\0")
            .File("plain")
            .ToArray();
        List<LayerEntry> entries = store.EntriesOf(tar);
        LayerEntry entry = entries[0];
        Assert.Equal(path, TemporaryStore.Shown(entry.Path));
        Assert.Equal((3000000u, 7u), (entry.Uid, entry.Gid));
        Assert.Equal(new Timestamp(-2, 750_000_000), entry.Modified);
        Assert.Equal(3, entry.Size);
        Assert.Equal(
            ["user.note=a=b\0\n", "security.capability=\u0001\0\0\u0002", "user.other=xy"],
            entry.Xattrs.Select(x => $"{TemporaryStore.Shown(x.Name)}={TemporaryStore.Shown(x.Value)}"));
        Assert.Equal((0u, 7u), (entries[1].Uid, entries[1].Gid));
        Assert.Equal(new Timestamp(1_700_000_000, 0), entries[1].Modified);
    }

    [Fact]
    public void GnuLongNamesAndNumbers_AreRead()
    {
        string name = new('x', 250);
        byte[] tar = new TarBuilder()
            .LongLink($"{name}/target").LongName($"d/{name}").Add("cut", '2', link: "cut", isGnu: true, mtime: "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00fe")
            .Add("number", '0', isGnu: true, uid: "\u0080\0\0\0\0\u002d\u00c6\u00c0", mtime: "\u0080\0\0\0\0\0\0\u0002\0\0\0\0")
            .ToArray();
        List<LayerEntry> entries = store.EntriesOf(tar);
        Assert.Equal($"d/{name}", TemporaryStore.Shown(entries[0].Path));
        Assert.Equal($"{name}/target", TemporaryStore.Shown(entries[0].LinkTarget));
        Assert.Equal(new Timestamp(-2, 0), entries[0].Modified);
        Assert.Equal(3000000u, entries[1].Uid);
        Assert.Equal(new Timestamp(1L << 33, 0), entries[1].Modified);
    }

    [Fact]
    public void NamesThatAreNotUtf8_StayAsTheyAre()
    {
        LayerEntry entry = store.EntriesOf(new TarBuilder().File("caf\u00e9\u00ff\n").ToArray())[0];
        Assert.Equal("caf\u00e9\u00ff\n"u8.Length - 2, entry.Path.Length);
        Assert.Equal(Encoding.Latin1.GetBytes("caf\u00e9\u00ff\n"), entry.Path.ToArray());
    }

    [Fact]
    public void SizeOfAHardLink_IsNotFollowedByAContent()
    {
        byte[] tar = new TarBuilder().File("a", "content").Add("b", '1', link: "a", size: "00000000007\0").File("c").ToArray();
        Assert.Equal(3, store.EntriesOf(tar).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(10240)]
    [InlineData(1000)]
    public void EndsOfAnyLength_ComeOutAgain(int zeros)
    {
        byte[] tar = [.. new TarBuilder().File("a", "x").ToArray(withEnd: false), .. new byte[zeros]];
        Assert.Equal(tar, store.Tar(store.Import(tar).DiffId));
    }

    [Fact]
    public void TrailingBytesAfterTheEnd_ComeOutAgain()
    {
        byte[] tar = [.. new TarBuilder().File("a", "x").ToArray(), .. TemporaryStore.Noise(3000)];
        Assert.Equal(tar, store.Tar(store.Import(tar).DiffId));
    }

    [Fact]
    public void EveryCutTar_IsRefusedOrEndsBetweenMembers()
    {
        byte[] tar = new TarBuilder().File("a", TemporaryStore.Noise(700)).Pax(("uid", "3")).File("b", "x").ToArray(withEnd: false);
        int lastContent = tar.Length - 511;
        for (int length = 1; length < lastContent; length += 37)
        {
            if (length is < 512 + 700 or > 3 * 512)
            {
                Assert.Throws<LayerException>(() => store.Import(tar[..length]));
            }
        }

        Assert.Empty(store.Contents());
    }

    [Theory]
    [InlineData(700, 0)]
    [InlineData(700, 100)]
    [InlineData(5000, 0)]
    [InlineData(5000, 119)]
    public void EndWithinThePaddingOfTheLastContent_IsTakenAsUmociInsertWritesIt(int size, int padding)
    {
        byte[] whole = new TarBuilder().File("a", "x").File("b", TemporaryStore.Noise(size)).ToArray(withEnd: false);
        byte[] tar = whole[..(1024 + 512 + size + padding)];
        Assert.Equal(2, store.EntriesOf(tar).Count);
        Assert.Equal(tar, store.Tar(store.Import(tar).DiffId));
    }

    [Fact]
    public void EmptyLayer_HasNoEntries() => Assert.Empty(store.EntriesOf(new byte[1024]));

    public void Dispose() => store.Dispose();
}
