using Strata.Blobs;
using Strata.Testing;
using Xunit;

namespace Strata.Images.Tests;

[Trait("Kind", "Engine")]
public sealed class KeepBlobsTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("--dest-compress --dest-compress-format zstd")]
    public void KeptBlobs_LeaveAsTheyCameWithTheirManifest(string options)
    {
        string layout = Copied(options);
        Load(layout);
        Image image = workplace.Images.Resolve("one");

        string saved = Save(LayerForm.AsKept);

        foreach (Digest digest in image.Manifest.Layers.Select(layer => layer.Digest).Append(image.ManifestDigest).Append(image.Id))
        {
            Assert.Equal(File.ReadAllBytes($"{layout}/blobs/sha256/{digest.Hex}"), File.ReadAllBytes($"{saved}/blobs/sha256/{digest.Hex}"));
        }

        using Workplace other = new();
        other.Load(saved);
        Assert.Equal(image.ManifestDigest, other.Images.Resolve("one").ManifestDigest);
    }

    [Fact]
    public void KeptBlobs_CanLeaveAsPlainTarsToo()
    {
        Load(Copied(""));

        string saved = Save(LayerForm.Plain);

        Assert.All(workplace.Images.Resolve("one").DiffIds, diffId => Assert.True(File.Exists($"{saved}/blobs/sha256/{diffId.Hex}")));
    }

    [Fact]
    public void BlobsOfKnownLayers_AreKeptWhereAsked()
    {
        string layout = Copied("");
        workplace.Load(layout);
        Digest layer = workplace.Images.Resolve("one").Manifest.Layers[0].Digest;
        Assert.False(workplace.Blobs.Blobs.Contains(layer));

        Load(layout);

        Assert.True(workplace.Blobs.Blobs.Contains(layer));
    }

    [Fact]
    public void BlobThatIsOfAnotherLayer_IsRefusedThoughTheLayerIsKnown()
    {
        TestLayout layout = new TestLayout(workplace).With("one", TestLayout.Tar(workplace, "a", "a"));
        workplace.Load(layout.Folder);
        TestLayout other = new TestLayout(workplace, "other").With("one", TestLayout.Tar(workplace, "b", "b"));
        System.Text.Json.Nodes.JsonObject manifest = other.Manifest();
        manifest["config"] = layout.Manifest()["config"]!.DeepClone();
        File.Copy(layout.BlobPath((string)manifest["config"]!["digest"]!), other.BlobPath((string)manifest["config"]!["digest"]!));
        other.Replace(manifest);

        Layers.LayerException e = Assert.Throws<Layers.LayerException>(() => Load(other.Folder));

        Assert.Contains("the image's configuration says", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RemovedImage_TakesItsBlobsWithIt()
    {
        Load(Copied(""));
        workplace.Images.Remove(["one"], _ => null, force: false);

        Assert.Empty(workplace.StoreFiles());
    }

    [Fact]
    public void BlobOfAnImageThatStays_Stays()
    {
        Load(Copied(""));
        Digest layer = workplace.Images.Resolve("one").Manifest.Layers[0].Digest;
        workplace.Load(new TestLayout(workplace, "other").With("two", TestLayout.Tar(workplace, "z", "z")).Folder);

        workplace.Images.Remove(["two"], _ => null, force: false);

        Assert.True(workplace.Blobs.Blobs.Contains(layer));
        Save(LayerForm.AsKept);
    }

    [Fact]
    public void DamagedBlob_IsNotGivenOut()
    {
        Load(Copied(""));
        Digest layer = workplace.Images.Resolve("one").Manifest.Layers[0].Digest;
        string path = $"{workplace.StorePath}/blobs/sha256/{layer.Hex}";
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^9] ^= 1;
        File.WriteAllBytes(path, bytes);

        ImageException e = Assert.Throws<ImageException>(() => Save(LayerForm.AsKept));

        Assert.Contains($"the kept blob {layer} is damaged", e.Message, StringComparison.Ordinal);
    }

    private string Copied(string options)
    {
        TestLayout layout = new TestLayout(workplace).With(
            "one", TestLayout.Tar(workplace, "a", TestLayout.Noise(1, 100_000)), TestLayout.Tar(workplace, "b", "b"));
        string copy = workplace.Path("copied");
        Tool.Of("skopeo", ["copy", "-q", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), $"oci:{layout.Folder}:one", $"oci:{copy}:one"]);
        return copy;
    }

    private void Load(string path) => workplace.Images.Load(path, workplace.Progress, CancellationToken.None, keepBlobs: true);

    private string Save(LayerForm form)
    {
        string path = workplace.Path("saved-" + Guid.NewGuid().ToString("n"));
        workplace.Images.Save(new SaveRequest(["one"], SaveFormat.OciFolder, form), path, CancellationToken.None);
        return path;
    }
}
