using System.Text.Json.Nodes;
using Strata.Blobs;
using Strata.Testing;
using Xunit;

namespace Strata.Images.Tests;

[Trait("Kind", "Unit")]
public sealed class LoadTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Layout_GivesAllItsTaggedImages()
    {
        string below = TestLayout.Tar(workplace, "below", "below");
        TestLayout layout = new TestLayout(workplace)
            .With("one", below, TestLayout.Tar(workplace, "above", TestLayout.Noise(1, 10_000)))
            .With("two", below);

        IReadOnlyList<LoadedImage> loaded = workplace.Load(layout.Folder);

        Assert.Equal(["one:latest", "two:latest"], loaded.SelectMany(image => image.Names).Order());
        Image one = workplace.Images.Resolve("one");
        Assert.Equal(2, one.DiffIds.Count);
        Assert.Equal(["/bin/one"], one.Config.Cmd);
        Assert.Contains("A=one", one.Config.Env);
        Assert.Equal(layout.ManifestDigest(), one.ManifestDigest.ToString());
        Assert.True(workplace.Blobs.Chains.Contains(one.ChainId));
        Assert.All(one.DiffIds, diffId => Assert.True(workplace.Layers.IsKnown(diffId)));
        Assert.Equal(2, workplace.Progress.Layers);
        Assert.Equal(one.DiffIds[0], Assert.Single(workplace.Images.Resolve("two").DiffIds));
    }

    [Fact]
    public void PathWithName_GivesThatImageAlone()
    {
        string tar = TestLayout.Tar(workplace, "a", "a");
        TestLayout layout = new TestLayout(workplace).With("one", tar).With("two", TestLayout.Tar(workplace, "b", "b"));

        Assert.Equal(["two:latest"], Assert.Single(workplace.Load(layout.Folder + ":two")).Names);

        Assert.Single(workplace.Images.List());
        ImageException e = Assert.Throws<ImageException>(() => workplace.Load(layout.Folder + ":three"));
        Assert.Contains("no image \"three\"; it has one, two", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oci", "")]
    [InlineData("oci", "--dest-decompress --dest-oci-accept-uncompressed-layers")]
    [InlineData("oci", "--dest-compress --dest-compress-format zstd")]
    [InlineData("oci-archive", "")]
    [InlineData("docker-archive", "")]
    public void EveryForm_GivesTheSameImage(string form, string options)
    {
        TestLayout layout = new TestLayout(workplace).With(
            "one", TestLayout.Tar(workplace, "a", TestLayout.Noise(1, 100_000)), TestLayout.Tar(workplace, "b", "b"));
        string copy = workplace.Path("copy");
        Tool.Of("skopeo", ["copy", "-q", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), $"oci:{layout.Folder}:one", $"{form}:{copy}:team/app:7"]);

        Assert.Equal(["team/app:7"], Assert.Single(workplace.Load(copy)).Names);
        Image image = workplace.Images.Resolve("team/app:7");
        Assert.Equal((string)layout.Manifest()["config"]!["digest"]!, image.Id.ToString());
        Assert.Equal((string)layout.Config()["rootfs"]!["diff_ids"]![1]!, image.DiffIds[1].ToString());
        Assert.True(workplace.Blobs.Blobs.Contains(image.ManifestDigest));
    }

    [Fact]
    public void DockerArchiveOfSeveralImages_GivesAllOrTheOneWanted()
    {
        TestLayout layout = new TestLayout(workplace).With("one", TestLayout.Tar(workplace, "a", "a"));
        string archive = workplace.Path("docker.tar");
        Tool.Of("skopeo", "copy", "-q", "--additional-tag", "other:1", $"oci:{layout.Folder}:one", $"docker-archive:{archive}:one:1");

        Assert.Equal(["other:1"], Assert.Single(workplace.Load(archive + ":other:1")).Names);
        Assert.Equal(["one:1", "other:1"], Assert.Single(workplace.Load(archive)).Names.Order());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void CompressedArchive_IsExpandedFirst(string compressor)
    {
        string archive = new TestLayout(workplace).With("one", TestLayout.Tar(workplace, "a", "a")).Archive();
        Tool.Of(compressor, "-k", archive);

        workplace.Load(archive + (compressor == "gzip" ? ".gz" : ".zst"));

        Assert.NotNull(workplace.Images.Resolve("one"));
        Assert.DoesNotContain(workplace.StoreFiles(), path => path.StartsWith("staging/", StringComparison.Ordinal));
    }

    [Fact]
    public void KnownLayers_AreNotReadAgain()
    {
        TestLayout layout = new TestLayout(workplace).With("one", TestLayout.Tar(workplace, "a", "a"), TestLayout.Tar(workplace, "b", "b"));
        workplace.Load(layout.Folder);
        Assert.Equal(["Loaded", "Loaded"], workplace.Progress.Lines);
        IReadOnlyList<string> before = workplace.StoreFiles();

        // Whoever reads them now finds out.
        File.WriteAllText(layout.LayerPath(0), "garbage");
        File.Delete(layout.LayerPath(1));
        workplace.Progress.Lines.Clear();
        workplace.Load(layout.Folder);

        Assert.Equal(["Already exists", "Already exists"], workplace.Progress.Lines);
        Assert.Equal(before, workplace.StoreFiles());
    }

    [Fact]
    public void NameOfAnOlderImage_MovesAndTheOlderStaysByItsId()
    {
        workplace.Load(new TestLayout(workplace, "old").With("one", TestLayout.Tar(workplace, "a", "a")).Folder);
        Digest old = workplace.Images.Resolve("one").Id;

        workplace.Load(new TestLayout(workplace, "new").With("one", TestLayout.Tar(workplace, "b", "b")).Folder);

        Assert.NotEqual(old, workplace.Images.Resolve("one").Id);
        Assert.Empty(workplace.Images.Resolve(old.Hex[..12]).Names);
        Assert.Equal(2, workplace.Images.List().Count);
    }

    [Fact]
    public void IndexOfPlatforms_GivesTheMachinesOwn()
    {
        TestLayout layout = new TestLayout(workplace).With("one", TestLayout.Tar(workplace, "a", "a")).With("other", TestLayout.Tar(workplace, "b", "b"));
        JsonArray entries = layout.Index()["manifests"]!.AsArray();
        JsonNode Entry(int at, string architecture)
        {
            JsonObject entry = entries[at]!.DeepClone().AsObject();
            entry.Remove("annotations");
            entry["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = architecture };
            return entry;
        }

        JsonObject IndexOf(params JsonNode[] items) =>
            new() { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(items) };

        JsonObject inner = layout.Put(IndexOf(Entry(1, "s390x"), Entry(0, PlatformJson.ThisArchitecture)), MediaTypes.OciIndex);
        JsonObject outer = layout.Put(IndexOf(inner), MediaTypes.DockerList);
        outer["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = "multi" };
        layout.WriteIndex(IndexOf(outer));

        workplace.Load(layout.Folder);
        Assert.Equal(["/bin/one"], workplace.Images.Resolve("multi").Config.Cmd);

        JsonObject foreign = layout.Put(IndexOf(Entry(0, "s390x"), Entry(1, "riscv64")), MediaTypes.OciIndex);
        layout.WriteIndex(IndexOf(foreign));
        ImageException e = Assert.Throws<ImageException>(() => workplace.Load(layout.Folder));
        Assert.Contains("not made for this machine", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownFields_Survive()
    {
        TestLayout layout = new TestLayout(workplace).With("one", TestLayout.Tar(workplace, "a", "a"));
        layout.Replace(config =>
        {
            config["future"] = "kept";
            return config;
        });

        workplace.Load(layout.Folder);

        Image image = workplace.Images.Resolve("one");
        Assert.Equal(Linux.Errno.Ok, workplace.Blobs.Blobs.Get(image.Id, 1 << 20, out byte[] bytes));
        Assert.Contains("\"future\":\"kept\"", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }
}
