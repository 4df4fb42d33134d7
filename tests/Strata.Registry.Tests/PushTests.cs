using System.Text.Json.Nodes;
using Strata.Blobs;
using Strata.Images;
using Strata.Testing;
using Xunit;

namespace Strata.Registry.Tests;

/// <summary>Out to a real registry and in again, with skopeo as a witness.</summary>
[Trait("Kind", "Registry")]
public sealed class PushTests(RealRegistry registry) : IClassFixture<RealRegistry>, IDisposable
{
    private readonly RegistryWorkplace workplace = new();
    private readonly string repository = $"{registry.Host}/t{Guid.NewGuid():n}";

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void ImagePutBySkopeo_ComesWhole()
    {
        TestImage image = TestImage.Of(TestImage.Noise(1, 2_000_000), TestImage.Noise(2, 50_000));
        string layout = image.WriteLayout(workplace.Path("layout"), "one");
        Tool.Of("skopeo", "copy", "-q", "--dest-tls-verify=false", $"oci:{layout}:one", $"docker://{repository}:1");

        PulledImage pulled = workplace.Pull($"{repository}:1");

        Assert.Equal((true, Digest.Of(image.Manifest), Digest.Of(image.Config)), (pulled.IsNew, pulled.Digest, pulled.Id));
        Assert.Equal(["Loaded", "Loaded"], workplace.Progress.Take());
        Assert.Equal(image.Tars, workplace.Images.Resolve($"{repository}:1").DiffIds.Select(diffId => workplace.TarOf(diffId)));

        // By the digest it is found, and needs no registry.
        Assert.False(workplace.Pull($"{repository}@{Digest.Of(image.Manifest)}").IsNew);
        Assert.Equal(pulled.Id, workplace.Images.Resolve($"{repository}@{Digest.Of(image.Manifest)}").Id);
        Assert.False(workplace.Pull($"{repository}:1").IsNew);
        Assert.Empty(workplace.Progress.Take());
    }

    [Fact]
    public void KnownLayers_AreNotFetched()
    {
        byte[] shared = TestImage.Noise(1, 100_000);
        workplace.Images.Load(TestImage.Plain(shared).WriteLayout(workplace.Path("plain"), "plain"), workplace.Progress, CancellationToken.None);
        TestImage image = TestImage.Of(shared, TestImage.Noise(2, 50_000));
        Tool.Of("skopeo", "copy", "-q", "--dest-tls-verify=false", $"oci:{image.WriteLayout(workplace.Path("layout"), "one")}:one", $"docker://{repository}:1");
        workplace.Progress.Take();

        // Compressed it has another digest, the tar in it the same.
        workplace.Pull($"{repository}:1");

        Assert.Equal(["Already exists", "Loaded"], workplace.Progress.Take());
    }

    [Fact]
    public void LayersWithoutTheirBlobs_GoCompressedAnew()
    {
        TestImage image = TestImage.Of(TestImage.Noise(1, 400_000), TestImage.Noise(2, 500_000), TestImage.Noise(1, 400_000));
        workplace.Images.Load(image.WriteLayout(workplace.Path("layout"), "one"), workplace.Progress, CancellationToken.None);
        workplace.Progress.Take();

        // In pieces, the last of them a short one.
        workplace.Access = workplace.Access with { ChunkSize = 150_000 };
        PushedImage pushed = workplace.Push("one", $"{repository}:1");

        Assert.Equal(["Loaded", "Loaded"], workplace.Progress.Take());
        Assert.NotEqual(Digest.Of(image.Manifest), pushed.Digest);
        JsonNode inspected = JsonNode.Parse(Tool.Of("skopeo", "inspect", "--tls-verify=false", $"docker://{repository}:1"))!;
        Assert.Equal(pushed.Digest.ToString(), (string)inspected["Digest"]!);
        string copy = workplace.Path("copy");
        Tool.Of("skopeo", "copy", "-q", "--src-tls-verify=false", $"docker://{repository}:1", $"oci:{copy}:one");

        using RegistryWorkplace other = new();
        Assert.Equal(Digest.Of(image.Config), other.Pull($"{repository}:1").Id);
        Assert.Equal(image.Tars, other.Images.Resolve($"{repository}:1").DiffIds.Select(diffId => other.TarOf(diffId)));
        other.Images.Load(copy, other.Progress, CancellationToken.None);

        // Again, and to another repository: nothing is sent, nothing compressed.
        Assert.Equal(pushed, workplace.Push("one", $"{repository}:2"));
        Assert.Equal(["Already exists", "Already exists"], workplace.Progress.Take());
        Assert.Equal(pushed, workplace.Push("one", $"{repository}/other:1"));
        Assert.Equal(Enumerable.Repeat("Mounted from " + repository[(registry.Host.Length + 1)..], 2), workplace.Progress.Take());

        // What it is called there is known: a pull of it has nothing to do but name it.
        Assert.False(workplace.Pull($"{repository}:2").IsNew);
        Assert.Contains($"{repository}@{pushed.Digest}", workplace.Images.Resolve("one").Origins);
    }

    [Fact]
    public void KeptBlobThatWasCut_GoesCompressedAnew()
    {
        TestImage image = TestImage.Of(TestImage.Noise(1, 400_000));
        workplace.Images.Load(image.WriteLayout(workplace.Path("layout"), "one"), workplace.Progress, CancellationToken.None, keepBlobs: true);
        using (FileStream kept = File.OpenWrite(Path.Combine(workplace.StorePath, "blobs/sha256", Digest.Of(image.Layers[0]).Hex)))
        {
            kept.SetLength(image.Layers[0].Length - 1);
        }

        Assert.NotEqual(Digest.Of(image.Manifest), workplace.Push("one", $"{repository}:1").Digest);

        using RegistryWorkplace other = new();
        other.Pull($"{repository}:1");
        Assert.Equal(image.Tars, other.Images.Resolve($"{repository}:1").DiffIds.Select(diffId => other.TarOf(diffId)));
    }

    [Fact]
    public void ImageOfPlainTars_GoesWithItsDigests()
    {
        TestImage image = TestImage.Plain(TestImage.Noise(1, 400_000));
        string layout = image.WriteLayout(workplace.Path("layout"), "one");

        // The annotation says that the manifest is somebody's, not the store's own.
        JsonObject manifest = JsonNode.Parse(image.Manifest)!.AsObject();
        manifest["annotations"] = new JsonObject { ["made.by"] = "somebody" };
        byte[] bytes = TestImage.Bytes(manifest);
        File.WriteAllBytes(Path.Combine(layout, "blobs", "sha256", Digest.Of(bytes).Hex), bytes);
        JsonObject index = JsonNode.Parse(File.ReadAllBytes(Path.Combine(layout, "index.json")))!.AsObject();
        index["manifests"]![0]!["digest"] = Digest.Of(bytes).ToString();
        index["manifests"]![0]!["size"] = bytes.Length;
        File.WriteAllBytes(Path.Combine(layout, "index.json"), TestImage.Bytes(index));
        workplace.Images.Load(layout, workplace.Progress, CancellationToken.None);

        Assert.Equal(new PushedImage(Digest.Of(bytes), bytes.Length), workplace.Push("one", $"{repository}:1"));
        Assert.Contains(Digest.Of(bytes).ToString(), Tool.Of("skopeo", "inspect", "--tls-verify=false", $"docker://{repository}:1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Untag_TakesNamesAndLeavesTheImage()
    {
        TestImage image = TestImage.Of(TestImage.Noise(1, 1000));
        workplace.Images.Load(image.WriteLayout(workplace.Path("layout"), "one"), workplace.Progress, CancellationToken.None);
        workplace.Images.Tag("one", "two:2");
        workplace.Images.Tag("one", "three:3");

        Assert.Equal(["two:2"], workplace.Images.Untag("one", ["two:2"]));
        Assert.Throws<ImageException>(() => workplace.Images.Untag("one", ["two:2"]));
        Assert.Equal(["one:latest", "three:3"], workplace.Images.Untag("one", []));

        Assert.Empty(workplace.Images.Resolve(Digest.Of(image.Config).Hex).Names);
    }
}
