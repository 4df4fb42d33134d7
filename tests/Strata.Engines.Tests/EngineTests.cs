using Strata.Testing;
using Xunit;

namespace Strata.Engines.Tests;

/// <summary>Podman and Buildah of Debian with strata-overlay as mount program, side by side with fuse-overlayfs.</summary>
[Trait("Kind", "Engine")]
public sealed class EngineTests : OverlayTest
{
    /// <summary>Steps that create, change, remove, rename and replace: files, links, folders, of the image and of steps before.</summary>
    private const string Steps = """
        FROM localhost/bb
        RUN mkdir -p /srv/app/lib && echo one > /srv/app/one && echo two > /srv/app/two && ln /srv/app/one /srv/app/hard
        RUN echo more >> /etc/passwd && rm /srv/app/two && chmod 4755 /srv/app/one && chown 1000:1000 /srv/app/lib
        RUN mv /usr/share/doc /usr/share/documents && rm -r /usr/share/documents/b && echo new > /usr/share/documents/a/new
        RUN rm -r /srv/app && mkdir /srv/app && echo other > /srv/app/other && ln -s other /srv/app/link && mkfifo /srv/app/fifo
        RUN rm /usr/share/documents/a/1 && mkdir /usr/share/documents/a/1 && touch /usr/share/documents/a/1/in && rm -rf /tmp
        USER 1000
        WORKDIR /srv/app
        ENTRYPOINT ["/bin/sh", "-c"]
        CMD ["id -u; cat link; ls /usr/share/documents/a"]

        """;

    private static readonly string[] buildah = ["buildah", "bud", "--network", "none", "--layers", "-q"];
    private static readonly string[] podman = ["podman", "build", "--network", "none", "-q"];
    private readonly List<ContainerEngine> engines = [];

    public override void Dispose()
    {
        engines.ForEach(static engine => engine.Dispose());
        base.Dispose();
    }

    [Fact]
    public void BuildahAndPodman_BuildTheTreeThatTheyBuildWithFuseOverlayfs()
    {
        ContainerEngine ours = NewEngine(Program);
        ContainerEngine theirs = NewEngine("/usr/bin/fuse-overlayfs");
        string[] trees =
        [
            .. from engine in new[] { ours, theirs }
               from words in new[] { buildah, podman }
               select BuildAndLook(engine, words),
        ];

        Assert.Contains("./usr/share/documents/a/1/in f 644 0:0 0 \n", trees[0], StringComparison.Ordinal);
        Assert.DoesNotContain("./srv/app/one", trees[0], StringComparison.Ordinal);
        Assert.All(trees, tree => Assert.Equal(trees[3], tree));
        Assert.Equal("1000\nother\n1\n2\n3\nnew\none", ours.Podman("run", "--rm", "--network", "none", "built-by-podman"));
        AssertNothingRuns(ours);
    }

    [Fact]
    public void Container_IsChangedComparedCommittedAndRemoved()
    {
        ContainerEngine engine = NewEngine(Program);
        engine.Podman(
            "run", "--name", "changed", "--network", "none", "localhost/bb", "sh", "-ec",
            "echo x > /new; mv /usr/share/doc /usr/share/d; rm /etc/gone; echo 4 >> /usr/share/d/a/2; mkdir /tmp/t");
        AssertNothingRuns(engine);

        Assert.Equal(
            "A /new|A /tmp/t|A /usr/share/d|C /etc|C /tmp|C /usr|C /usr/share|D /etc/gone|D /usr/share/doc",
            string.Join('|', engine.Podman("diff", "changed").Split('\n').Where(line => !line.Contains("/share/d/", StringComparison.Ordinal) && !line.StartsWith("A /run", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
        engine.Podman("commit", "-q", "changed", "committed");
        Assert.Equal("a b 2 4", engine.Podman("run", "--rm", "--network", "none", "committed", "sh", "-ec", "cd /usr/share/d; echo * $(cat a/2); ! test -e /usr/share/doc; ! test -e /etc/gone"));
        Assert.Equal("x", engine.Podman("run", "--rm", "--network", "none", "committed", "cat", "/new"));
        engine.Podman("rm", "-f", "changed");
        AssertNothingRuns(engine);
    }

    [Fact]
    public void MountedContainer_IsAMountOfOursUntilItIsUnmounted()
    {
        ContainerEngine engine = NewEngine(Program);
        string id = engine.Podman("create", "--network", "none", "localhost/bb", "cat", "/made");
        string path = engine.Podman("mount", id);

        Assert.Contains(engine.Mounts(), line => line.StartsWith($"strata-overlay {path} fuse.strata-overlay rw", StringComparison.Ordinal));
        Assert.Single(engine.Servers());
        engine.Script($"echo outside > {path}/made; rm -r {path}/usr/share/doc");
        engine.Podman("unmount", id);
        AssertNothingRuns(engine);
        Assert.Equal("outside", engine.Podman("start", "-a", id));
    }

    [Fact]
    public void RunningContainers_AreRemovedWithTheirMountsAndServers()
    {
        ContainerEngine engine = NewEngine(Program);
        foreach (string name in (string[])["one", "two", "three"])
        {
            engine.Podman("run", "-d", "--name", name, "--network", "none", "localhost/bb", "sleep", "1000");
        }

        Assert.Equal(3, engine.Servers().Length);
        Assert.Equal("b", engine.Podman("exec", "two", "sh", "-c", "echo b > /b; cat /b"));
        Assert.Contains("A /b", engine.Podman("diff", "two").Split('\n'));
        engine.Podman("rm", "-f", "-t", "0", "one", "two", "three");
        AssertNothingRuns(engine);
    }

    [Fact]
    public void ReadOnlyRootAndVolumes_AreAsTheEngineAsks()
    {
        ContainerEngine engine = NewEngine(Program);
        string volume = Directory.CreateDirectory(At("volume")).FullName;
        File.WriteAllText(Path.Combine(volume, "kept"), "kept\n");

        Tool readOnly = engine.Run("podman", "run", "--rm", "--read-only", "--network", "none", "localhost/bb", "touch", "/x");
        Assert.Contains("Read-only file system", readOnly.Errors, StringComparison.Ordinal);
        string seen = engine.Podman("run", "--rm", "--network", "none", "-v", $"{volume}:/v:O", "localhost/bb", "sh", "-ec", "cat /v/kept; rm /v/kept; echo new > /v/new; echo *  /v/*");

        Assert.StartsWith("kept\n", seen, StringComparison.Ordinal);
        Assert.EndsWith("/v/new", seen, StringComparison.Ordinal);
        Assert.Equal("kept", Names("volume"));
        AssertNothingRuns(engine);
    }

    private ContainerEngine NewEngine(string program)
    {
        ContainerEngine engine = new(Directory.CreateDirectory(At($"engine{engines.Count}")).FullName, program);
        engines.Add(engine);
        return engine;
    }

    private static string BuildAndLook(ContainerEngine engine, string[] words)
    {
        string context = Directory.CreateDirectory(Path.Combine(engine.Folder, "context")).FullName;
        engine.Write("context/Containerfile", Steps);
        string image = "built-by-" + words[0];
        engine.Check([.. words, "-t", image, context]);
        return engine.TreeOf(image);
    }

    private static void AssertNothingRuns(ContainerEngine engine)
    {
        Eventually(() => engine.Servers().Length == 0, () => "servers: " + string.Join(", ", engine.Servers()));
        Assert.Empty(engine.Mounts());
    }
}
