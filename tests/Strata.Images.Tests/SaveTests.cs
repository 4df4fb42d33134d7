using System.Formats.Tar;
using System.Text.Json.Nodes;
using Strata.Blobs;
using Strata.Testing;
using Xunit;

namespace Strata.Images.Tests;

[Trait("Kind", "Engine")]
public sealed class SaveTests : IDisposable
{
    private readonly Workplace workplace = new();

    public static TheoryData<SaveFormat, LayerForm> Forms
    {
        get
        {
            TheoryData<SaveFormat, LayerForm> forms = [];
            foreach (SaveFormat format in Enum.GetValues<SaveFormat>())
            {
                foreach (LayerForm form in Enum.GetValues<LayerForm>())
                {
                    forms.Add(format, form);
                }
            }

            return forms;
        }
    }

    public void Dispose() => workplace.Dispose();

    [Theory]
    [MemberData(nameof(Forms))]
    public void SavedImage_LoadsAgainAsTheSame(SaveFormat format, LayerForm form)
    {
        TestLayout layout = LoadTwo();

        string saved = Save(format, form, "one", "two");

        using Workplace other = new();
        Assert.Equal(["one:latest", "two:latest"], other.Load(saved).SelectMany(image => image.Names).Order());
        foreach (string name in (string[])["one", "two"])
        {
            Image before = workplace.Images.Resolve(name);
            Image after = other.Images.Resolve(name);
            Assert.Equal(before.Id, after.Id);
            Assert.Equal(before.DiffIds, after.DiffIds);
        }

        Assert.Equal((string)layout.Config()["rootfs"]!["diff_ids"]![0]!, other.Images.Resolve("one").DiffIds[0].ToString());
    }

    [Theory]
    [InlineData(SaveFormat.DockerArchive, "docker-archive", "one:latest")]
    [InlineData(SaveFormat.OciArchive, "oci-archive", "latest")]
    [InlineData(SaveFormat.OciFolder, "oci", "latest")]
    public void Skopeo_ReadsAndCopiesWhatWasSaved(SaveFormat format, string transport, string reference)
    {
        LoadTwo();

        string saved = Save(format, LayerForm.Gzip, "one");

        JsonNode config = JsonNode.Parse(Tool.Of("skopeo", "inspect", "--config", $"{transport}:{saved}:{reference}"))!;
        Assert.Equal(workplace.Images.Resolve("one").DiffIds.Select(diffId => diffId.ToString()), config["rootfs"]!["diff_ids"]!.AsArray().Select(id => (string)id!));
        Tool.Of("skopeo", "copy", "-q", $"{transport}:{saved}:{reference}", $"dir:{workplace.Path("copied")}");
    }

    [Fact]
    public void Umoci_UnpacksASavedLayout()
    {
        LoadTwo();

        string saved = Save(SaveFormat.OciFolder, LayerForm.Gzip, "one");

        string bundle = workplace.Path("bundle");
        Tool.Of("umoci", "unpack", "--image", saved + ":latest", bundle);
        Assert.Equal(TestLayout.Noise(1, 100_000), File.ReadAllText(bundle + "/rootfs/dir/a"));
        Assert.Equal("b", File.ReadAllText(bundle + "/rootfs/dir/b"));
    }

    [Theory]
    [InlineData(SaveFormat.DockerArchive)]
    [InlineData(SaveFormat.OciArchive)]
    public void Podman_LoadsWhatWasSaved(SaveFormat format)
    {
        LoadTwo();

        string saved = Save(format, LayerForm.AsKept, "one");

        string[] podman = ["--root", workplace.Path("podman"), "--runroot", workplace.Path("run"), "--storage-driver", "vfs"];
        string output = Tool.Of("podman", [.. podman, "load", "-q", "-i", saved]);
        Assert.Contains("one:latest", output, StringComparison.Ordinal);
        string id = Tool.Of("podman", [.. podman, "images", "-q", "--no-trunc"]).Trim();
        Assert.Equal(workplace.Images.Resolve("one").Id.ToString(), id);
    }

    [Fact]
    public void LayerOfAnArchive_IsTheTarThatCameIn()
    {
        string tar = TestLayout.Tar(workplace, "a", TestLayout.Noise(1, 100_000));
        workplace.Load(new TestLayout(workplace).With("one", tar).Folder);

        string saved = Save(SaveFormat.OciFolder, LayerForm.Plain, "one");

        Digest diffId = workplace.Images.Resolve("one").DiffIds[0];
        Assert.Equal(File.ReadAllBytes(tar), File.ReadAllBytes($"{saved}/blobs/sha256/{diffId.Hex}"));
    }

    [Fact]
    public void ImageWithoutCompression_KeepsItsManifest()
    {
        string tar = TestLayout.Tar(workplace, "a", "a");
        TestLayout layout = new TestLayout(workplace).With("one", tar);
        byte[] bytes = File.ReadAllBytes(tar);
        string digest = Digest.Of(bytes).ToString();
        File.WriteAllBytes(layout.BlobPath(digest), bytes);
        JsonObject made = layout.Manifest();
        made["layers"] = new JsonArray(new JsonObject { ["mediaType"] = MediaTypes.OciLayer, ["digest"] = digest, ["size"] = bytes.Length });
        made["annotations"] = new JsonObject { ["org.example"] = "only this manifest says it" };
        layout.Replace(made);
        workplace.Load(layout.Folder);
        Digest manifest = workplace.Images.Resolve("one").ManifestDigest;

        using Workplace other = new();
        other.Load(Save(SaveFormat.DockerArchive, LayerForm.AsKept, "one"));

        Assert.Equal(manifest, other.Images.Resolve("one").ManifestDigest);
    }

    [Fact]
    public void SameImages_GiveTheSameArchive()
    {
        LoadTwo();

        Assert.Equal(File.ReadAllBytes(Save(SaveFormat.DockerArchive, LayerForm.Gzip, "one", "two")), File.ReadAllBytes(Save(SaveFormat.DockerArchive, LayerForm.Gzip, "one", "two")));
    }

    [Fact]
    public void SharedLayer_IsWrittenOnce()
    {
        LoadTwo();

        using FileStream archive = File.OpenRead(Save(SaveFormat.DockerArchive, LayerForm.AsKept, "one", "two"));
        using TarReader reader = new(archive);
        List<string> names = [];
        while (reader.GetNextEntry() is { } entry)
        {
            names.Add(entry.Name);
        }

        Assert.Equal(names.Distinct(), names);
        Assert.Contains("manifest.json", names);
        Assert.Contains("oci-layout", names);
    }

    [Fact]
    public void ImageGivenByItsId_LeavesWithoutAName()
    {
        LoadTwo();
        Digest id = workplace.Images.Resolve("one").Id;

        using Workplace other = new();

        Assert.Empty(Assert.Single(other.Load(Save(SaveFormat.DockerArchive, LayerForm.AsKept, id.Hex))).Names);
    }

    [Fact]
    public void NamesOfOneImage_LeaveTogether()
    {
        LoadTwo();
        workplace.Images.Tag("one", "registry.example:5000/team/one:7");

        using Workplace other = new();
        other.Load(Save(SaveFormat.DockerArchive, LayerForm.AsKept, "one", "registry.example:5000/team/one:7"));

        Assert.Equal(["one:latest", "registry.example:5000/team/one:7"], Assert.Single(other.Images.List()).Names);
    }

    [Fact]
    public void FailedSave_LeavesNothing()
    {
        LoadTwo();
        string objects = Path.Combine(workplace.StorePath, "objects");
        File.Delete(Directory.EnumerateFiles(objects, "*", SearchOption.AllDirectories).First());
        string before = string.Join(',', Directory.EnumerateFileSystemEntries(workplace.Folder));

        Assert.Throws<Layers.RecipeException>(() => Save(SaveFormat.DockerArchive, LayerForm.AsKept, "one"));
        Assert.Throws<Layers.RecipeException>(() => Save(SaveFormat.OciFolder, LayerForm.AsKept, "one"));
        Assert.Throws<Layers.RecipeException>(() => Save(SaveFormat.OciFolder, LayerForm.Gzip, "one"));

        Assert.Equal(before, string.Join(',', Directory.EnumerateFileSystemEntries(workplace.Folder)));
        Assert.DoesNotContain(workplace.StoreFiles(), path => path.StartsWith("staging/", StringComparison.Ordinal));
    }

    [Fact]
    public void FolderThatHasSomething_IsRefused()
    {
        TestLayout layout = LoadTwo();

        ImageException e = Assert.Throws<ImageException>(
            () => workplace.Images.Save(new SaveRequest(["one"], SaveFormat.OciFolder, LayerForm.Plain), layout.Folder, CancellationToken.None));

        Assert.Contains("is not empty", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CancelledSave_LeavesNothing()
    {
        LoadTwo();
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        string before = string.Join(',', Directory.EnumerateFileSystemEntries(workplace.Folder));

        foreach (SaveFormat format in Enum.GetValues<SaveFormat>())
        {
            Assert.ThrowsAny<OperationCanceledException>(
                () => workplace.Images.Save(new SaveRequest(["one"], format, LayerForm.AsKept), workplace.Path("never"), cancelled.Token));
        }

        Assert.Equal(before, string.Join(',', Directory.EnumerateFileSystemEntries(workplace.Folder)));
    }

    private TestLayout LoadTwo()
    {
        string shared = TestLayout.Tar(workplace, "a", TestLayout.Noise(1, 100_000));
        TestLayout layout = new TestLayout(workplace)
            .With("one", shared, TestLayout.Tar(workplace, "b", "b"))
            .With("two", shared, TestLayout.Tar(workplace, "c", TestLayout.Noise(2, 20_000)));
        workplace.Load(layout.Folder);
        return layout;
    }

    private string Save(SaveFormat format, LayerForm form, params string[] images)
    {
        string path = workplace.Path("saved-" + Guid.NewGuid().ToString("n"));
        workplace.Images.Save(new SaveRequest(images, format, form), path, CancellationToken.None);
        return path;
    }
}
