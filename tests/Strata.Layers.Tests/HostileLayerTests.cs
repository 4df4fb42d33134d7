using Strata.Blobs;
using Xunit;

namespace Strata.Layers.Tests;

[Trait("Kind", "Unit")]
public sealed class HostileLayerTests : IDisposable
{
    private readonly TemporaryStore store = new();

    public static TheoryData<string, string> Cases => new()
    {
        { "dotdot", "../evil" },
        { "dotdot within", "a/../../evil" },
        { "absolute dotdot", "/../evil" },
        { "dotdot at the end", "a/.." },
        { "below an absolute symlink", "out/passwd" },
        { "below a climbing symlink", "out/passwd" },
        { "below a symlink of a symlink", "two/passwd" },
        { "below a file", "file/below" },
        { "hard link to outside", "link" },
        { "hard link to absolute outside", "link" },
        { "hard link through a symlink", "link" },
        { "hard link to a directory", "link" },
        { "hard link to the root", "link" },
        { "hard link to itself", "link" },
        { "whiteout of dot", ".wh.." },
        { "whiteout of dotdot", "a/.wh..." },
        { "whiteout of nothing", ".wh." },
        { "below a whiteout", ".wh.a/b" },
        { "root as a symlink", "./" },
        { "root as a file", "." },
        { "whiteout device", "node" },
        { "sparse", "holes" },
        { "pax sparse", "holes" },
        { "unknown type", "what" },
        { "long name", "nnnnnnnn" },
        { "empty symlink", "empty" },
        { "huge owner", "owner" },
        { "huge device", "node" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void HostileEntry_IsRefusedByNameAndNothingIsLeft(string what, string name)
    {
        byte[] tar = Tar(what);
        LayerException refusal = Assert.Throws<LayerException>(() => store.Import(tar));
        Assert.Contains(name, refusal.Message);
        Assert.Empty(store.Contents());
    }

    [Theory]
    [InlineData("path", "a\0b")]
    [InlineData("linkpath", "a\0b")]
    [InlineData("SCHILY.xattr.user\0x", "v")]
    [InlineData("size", "-1")]
    [InlineData("size", "99999999999999999999")]
    [InlineData("mtime", "soon")]
    [InlineData("uid", "1e3")]
    public void MalformedPaxRecord_IsRefused(string key, string value)
    {
        byte[] tar = new TarBuilder().File("first", TemporaryStore.Noise(9000)).Pax((key, value)).File("x").ToArray();
        Assert.Contains("first", Assert.Throws<LayerException>(() => store.Import(tar)).Message);
        Assert.Empty(store.Contents());
    }

    [Fact]
    public void OtherDigests_AreRefusedAndNothingIsLeft()
    {
        byte[] tar = new TarBuilder().File("a", TemporaryStore.Noise(2 << 20)).ToArray();
        Digest other = Digest.Of([1]);
        Assert.Throws<LayerException>(() => store.Layers.Import(new LayerImport { Content = new MemoryStream(tar), DiffId = other }));
        Assert.Throws<LayerException>(() => store.Layers.Import(new LayerImport { Content = new MemoryStream(tar), BlobDigest = other }));
        Assert.Throws<LayerException>(() => store.Layers.Import(new LayerImport { Content = new MemoryStream(tar), BlobSize = tar.Length - 1 }));
        Assert.Throws<LayerException>(() => store.Layers.Import(new LayerImport { Content = new MemoryStream(tar), BlobSize = tar.Length + 1 }));
        Assert.Empty(store.Contents());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bomb_IsRefusedAtThePromisedSize(bool isZstd)
    {
        byte[] tar = new TarBuilder().File("zeros", new byte[40 << 20]).ToArray();
        byte[] blob = isZstd ? TemporaryStore.Zstandard(tar) : TemporaryStore.Gzip(tar);
        LayerImport import = new() { Content = new MemoryStream(blob), MaxTarSize = 1 << 20 };
        Assert.Contains("promised", Assert.Throws<LayerException>(() => store.Layers.Import(import)).Message);
        Assert.Empty(store.Contents());
    }

    [Fact]
    public void ZstdBombWithoutPromise_IsRefusedByItsRatio()
    {
        // Frames of zeros that are a few hundred times smaller than gzip could make them.
        byte[] frame = TemporaryStore.Zstandard(new byte[256 << 20]);
        MemoryStream blob = new();
        blob.Write(TemporaryStore.Zstandard(new TarBuilder().Add("zeros", '0', size: "77777777777\0").ToArray(withEnd: false)));
        for (int i = 0; i < 6; i++)
        {
            blob.Write(frame);
        }

        blob.Position = 0;
        Assert.Contains("bomb", Assert.Throws<LayerException>(() => store.Layers.Import(new LayerImport { Content = blob })).Message);
        Assert.Empty(store.Contents());
    }

    public void Dispose() => store.Dispose();

    private static byte[] Tar(string what)
    {
        TarBuilder tar = new TarBuilder().File("good", TemporaryStore.Noise(5000)).Directory("dir/");
        return (what switch
        {
            "dotdot" => tar.File("../evil", "x"),
            "dotdot within" => tar.File("a/../../evil", "x"),
            "absolute dotdot" => tar.File("/../evil", "x"),
            "dotdot at the end" => tar.Directory("a/.."),
            "below an absolute symlink" => tar.Symlink("out", "/etc").File("out/passwd", "x"),
            "below a climbing symlink" => tar.Symlink("out", "../../etc").File("out/passwd", "x"),
            "below a symlink of a symlink" => tar.Symlink("one", "/etc").Symlink("two", "one").File("two/passwd", "x"),
            "below a file" => tar.File("file", "x").File("file/below", "x"),
            "hard link to outside" => tar.HardLink("link", "../../etc/passwd"),
            "hard link to absolute outside" => tar.HardLink("link", "/../etc/passwd"),
            "hard link through a symlink" => tar.Symlink("out", "/etc").HardLink("link", "out/passwd"),
            "hard link to a directory" => tar.HardLink("link", "./dir"),
            "hard link to the root" => tar.HardLink("link", "/"),
            "hard link to itself" => tar.HardLink("link", "./link"),
            "whiteout of dot" => tar.File(".wh.."),
            "whiteout of dotdot" => tar.File("a/.wh..."),
            "whiteout of nothing" => tar.File(".wh."),
            "below a whiteout" => tar.File(".wh.a/b"),
            "root as a symlink" => tar.Symlink("./", "/etc"),
            "root as a file" => tar.File(".", "x"),
            "whiteout device" => tar.Add("node", '3'),
            "sparse" => tar.Add("holes", 'S', new byte[512], isGnu: true),
            "pax sparse" => tar.Pax(("GNU.sparse.major", "1")).File("holes", "x"),
            "unknown type" => tar.Add("what", 'Q'),
            "long name" => tar.LongName(new string('n', 256)).File("x"),
            "empty symlink" => tar.Symlink("empty", ""),
            "huge owner" => tar.Pax(("uid", "4294967295")).File("owner"),
            "huge device" => tar.Add("node", '4', major: "0010000\0"),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        }).ToArray();
    }
}
