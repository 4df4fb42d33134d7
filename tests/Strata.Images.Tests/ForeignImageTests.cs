using Strata.Testing;
using Xunit;

namespace Strata.Images.Tests;

/// <summary>Images that other programs make are read, and leave again so that those programs read them.</summary>
[Trait("Kind", "Engine")]
public sealed class ForeignImageTests : IDisposable
{
    private readonly Workplace workplace = new();

    private string[] Storage => ["--root", workplace.Path("storage"), "--runroot", workplace.Path("run"), "--storage-driver", "vfs"];

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("docker-archive", "docker")]
    [InlineData("oci-archive", "oci")]
    [InlineData("oci", "oci")]
    public void ImageOfBuildah_GoesInAndOut(string transport, string format)
    {
        string container = Tool.Of("buildah", [.. Storage, "from", "scratch"]).Trim();
        File.WriteAllText(workplace.Path("file"), TestLayout.Noise(1, 50_000));
        Tool.Of("buildah", [.. Storage, "copy", container, workplace.Path("file"), "/usr/share/file"]);
        Tool.Of("buildah", [.. Storage, "config", "--cmd", "/bin/x", "--label", "made=here", container]);
        string id = Tool.Of("buildah", [.. Storage, "commit", "-q", "--format", format, container, "built:1"]).Trim();
        string path = workplace.Path("built");
        Tool.Of("buildah", [.. Storage, "push", "-q", "built:1", $"{transport}:{path}:built:1"]);

        workplace.Load(path);

        Image image = workplace.Images.Resolve("built:1");
        Assert.Equal("/bin/x", image.Config.Cmd[^1]);
        Assert.Equal("here", image.Config.Labels["made"]);
        string saved = workplace.Path("saved.tar");
        workplace.Images.Save(new SaveRequest(["built:1"], SaveFormat.DockerArchive, LayerForm.AsKept), saved, CancellationToken.None);
        Tool.Of("buildah", [.. Storage, "rm", container]);
        Tool.Of("podman", [.. Storage, "rmi", "-f", id]);
        Tool.Of("podman", [.. Storage, "load", "-q", "-i", saved]);
        Assert.Equal(image.Id.ToString(), Tool.Of("podman", [.. Storage, "images", "-q", "--no-trunc"]).Trim());
    }

    [Fact]
    public void ArchiveOfPodman_GoesIn()
    {
        string tar = TestLayout.Tar(workplace, "a", TestLayout.Noise(3, 20_000));
        Tool.Of("podman", [.. Storage, "import", "-q", tar, "imported:1"]);
        string path = workplace.Path("podman.tar");
        Tool.Of("podman", [.. Storage, "save", "-q", "-o", path, "imported:1"]);

        workplace.Load(path);

        Assert.Single(workplace.Images.Resolve("localhost/imported:1").DiffIds);
    }
}
