using System.Text.Json.Nodes;
using Strata.Blobs;
using Strata.Layers;
using Strata.Testing;
using Xunit;

namespace Strata.Images.Tests;

/// <summary>What is not what it promises is refused, and the store is as it was before.</summary>
[Trait("Kind", "Unit")]
public sealed class RefusalTests : IDisposable
{
    private static readonly string OtherDigest = Digest.Of("other"u8).ToString();
    private readonly Workplace workplace = new();
    private readonly TestLayout layout;

    public RefusalTests()
    {
        layout = new TestLayout(workplace).With(
            "one", TestLayout.Tar(workplace, "a", TestLayout.Noise(1, 50_000)), TestLayout.Tar(workplace, "b", TestLayout.Noise(2, 50_000)));
    }

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void LayerWithOneBitChanged_IsRefused(int layer)
    {
        byte[] bytes = File.ReadAllBytes(layout.LayerPath(layer));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(layout.LayerPath(layer), bytes);

        Refused();
    }

    [Fact]
    public void LayerWithMoreOrFewerBytes_IsRefused()
    {
        byte[] bytes = File.ReadAllBytes(layout.LayerPath(0));
        File.WriteAllBytes(layout.LayerPath(0), [.. bytes, 0]);
        Assert.Contains("were promised", Refused().Message, StringComparison.Ordinal);
        File.WriteAllBytes(layout.LayerPath(0), bytes[..^1]);
        Assert.Contains("were promised", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LayerOfAnotherDiffId_IsRefused()
    {
        layout.Replace(config =>
        {
            config["rootfs"]!["diff_ids"]![1] = OtherDigest;
            return config;
        });

        Refused();
    }

    [Fact]
    public void MissingLayer_IsRefusedByName()
    {
        string path = layout.LayerPath(1);
        File.Delete(path);

        Assert.Contains(Path.GetFileName(path)[..12], Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FewerDiffIdsThanLayers_AreRefused()
    {
        layout.Replace(config =>
        {
            config["rootfs"]!["diff_ids"]!.AsArray().RemoveAt(0);
            return config;
        });

        Assert.Contains("2 layers", Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manifest")]
    [InlineData("config")]
    public void DocumentWithAnotherDigestOrSize_IsRefused(string which)
    {
        string path = layout.BlobPath(which == "manifest" ? layout.ManifestDigest() : (string)layout.Manifest()["config"]!["digest"]!);
        byte[] bytes = File.ReadAllBytes(path);

        // A space more is the same JSON; another space is the same size.
        File.WriteAllBytes(path, [.. bytes, (byte)' ']);
        Assert.Contains("were promised", Refused().Message, StringComparison.Ordinal);
        bytes[^1] = (byte)' ';
        File.WriteAllBytes(path, bytes);
        Assert.Contains("has the digest", Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/vnd.oci.image.layer.v1.squashfs")]
    [InlineData("application/octet-stream")]
    public void UnknownLayerType_IsRefusedByName(string mediaType)
    {
        JsonObject manifest = layout.Manifest();
        manifest["layers"]![0]!["mediaType"] = mediaType;
        layout.Replace(manifest);

        Assert.Contains(mediaType, Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ArtifactInsteadOfAnImage_IsRefused()
    {
        JsonObject manifest = layout.Manifest();
        manifest["config"]!["mediaType"] = "application/vnd.oci.empty.v1+json";
        layout.Replace(manifest);

        Assert.Contains("not the manifest of a container image", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HugeDocument_IsNotRead()
    {
        using (FileStream index = File.OpenWrite(layout.IndexPath))
        {
            index.SetLength(1L << 40);
        }

        Assert.Contains("at most", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IndexesWithinIndexes_AreRefusedAtSomeDepth()
    {
        JsonObject index = layout.Index();
        for (int i = 0; i < 6; i++)
        {
            index = new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(layout.Put(index, MediaTypes.OciIndex)) };
        }

        layout.WriteIndex(index);
        Assert.Contains("nested", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TruncatedArchive_IsRefused()
    {
        string archive = layout.Archive();
        using (FileStream file = File.OpenWrite(archive))
        {
            file.SetLength(file.Length / 2);
        }

        Refused(archive);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a tar at all")]
    public void FileThatIsNoArchive_IsRefused(string content)
    {
        string path = workplace.Path("file");
        File.WriteAllText(path, content);

        Refused(path);
    }

    [Fact]
    public void FolderThatIsNoLayout_IsRefused()
    {
        Directory.CreateDirectory(workplace.Path("empty"));

        Assert.Contains("has no image", Refused(workplace.Path("empty")).Message, StringComparison.Ordinal);
        Assert.Contains("there is no file", Refused(workplace.Path("nowhere:x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LinkOutOfTheLayout_IsNotFollowed()
    {
        string path = layout.LayerPath(0);
        File.Move(path, workplace.Path("outside"));
        File.CreateSymbolicLink(path, workplace.Path("outside"));

        Assert.Contains("missing", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SecondImageSpoiled_LeavesWhatWasThereBefore()
    {
        workplace.Load(layout.Folder);
        IReadOnlyList<string> before = workplace.StoreFiles();
        TestLayout other = new TestLayout(workplace, "other").With(
            "two", TestLayout.Tar(workplace, "a", TestLayout.Noise(1, 50_000)), TestLayout.Tar(workplace, "c", "c"), TestLayout.Tar(workplace, "d", "d"));
        File.WriteAllText(other.LayerPath(2), "garbage");

        Assert.ThrowsAny<Exception>(() => workplace.Load(other.Folder));

        Assert.Equal(before, workplace.StoreFiles());
        Assert.Equal(["one:latest"], Assert.Single(workplace.Images.List()).Names);
    }

    private Exception Refused(string? path = null)
    {
        Exception? e = Record.Exception(() => workplace.Load(path ?? layout.Folder));

        Assert.True(e is ImageException or LayerException, $"refused with {e?.ToString() ?? "nothing"}");
        Assert.Empty(workplace.Images.List());
        Assert.Empty(workplace.StoreFiles());
        return e!;
    }
}
