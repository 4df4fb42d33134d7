using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Strata.Cli.Tests;

[Trait("Kind", "Container")]
[Collection(nameof(BusyboxCollection))]
public sealed class CommitCommandTests(BusyboxStore store) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("strata-commit-").FullName;

    public void Dispose()
    {
        _ = store.Run("rm", "-f", "c1");
        _ = store.Run("rmi", "-f", "committed", "fuse", "kernel", "imported");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void CommittedContainer_RunsAsItWas()
    {
        store.Ok("run", "--name", "c1", "-e", "X=1", "-w", "/root", "bb", "sh", "-c", "echo changed > /etc/new; rm /etc/no-program; echo $X > /root/x");

        string id = store.Ok("commit", "-a", "me", "-m", "note", "-c", "CMD [\"cat\", \"/etc/new\", \"x\"]", "c1", "committed").Trim();

        Assert.Equal("changed\n1\n", store.Ok("run", "--rm", "committed"));
        JsonNode config = store.Json("inspect", "committed")[0]!;
        Assert.Equal(id, (string)config["Id"]!);
        Assert.Equal("me", (string)config["Author"]!);
        Assert.Equal("/root", (string)config["Config"]!["WorkingDir"]!);
        Assert.Contains("X=1", config["Config"]!["Env"]!.AsArray().Select(item => (string)item!));
        Assert.Equal(["FROM=image", "X=1"], config["Config"]!["Env"]!.AsArray().Select(item => (string)item!).Order(StringComparer.Ordinal));
        Assert.Equal("note", (string)store.Json("history", "--format", "json", "committed")[0]!["Comment"]!);
        Assert.Equal("", store.Ok("diff", "c1", "committed"));
    }

    [Fact]
    public void Diff_ShowsWhatAContainerChanged()
    {
        store.Ok("run", "--name", "c1", "bb", "sh", "-c", "echo x > /tmp/added; rm /etc/no-program; touch /root");

        string[] lines = store.Ok("diff", "c1").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // Beside what a container makes at every start: the places of its mounts.
        Assert.Equal(
            ["D /etc/no-program", "C /root", "C /tmp", "A /tmp/added"],
            lines.Where(line => line is not ("C /" or "C /etc") && !line.StartsWith("A /etc/", StringComparison.Ordinal) && line.Count('/'.Equals) + (line[0] == 'C' ? 1 : 0) > 1));
        JsonArray json = store.Json("diff", "--format", "json", "c1");
        JsonNode added = json.Single(row => (string)row!["Path"]! == "/tmp/added")!;
        Assert.Equal(("added", 2), ((string)added["Kind"]!, (int)added["After"]!["Size"]!));
    }

    [Fact]
    public void SameChangesByEitherDriver_AreTheSameLayer()
    {
        Assert.Equal(LayerBy("fuse"), LayerBy("kernel"));
        Assert.Equal("", store.Ok("diff", "fuse", "kernel"));
    }

    [Fact]
    public void ExportedContainer_ImportsAsItsTree()
    {
        store.Ok("run", "--name", "c1", "bb", "sh", "-c", "echo x > /tmp/added");
        string tar = Path.Combine(folder, "c1.tar");
        store.Ok("export", "-o", tar, "c1");

        store.Ok("import", "-c", "CMD [\"cat\", \"/tmp/added\"]", tar, "imported");

        Assert.Equal("x\n", store.Ok("run", "--rm", "imported"));
        Assert.Equal("", store.Ok("diff", "c1", "imported"));
    }

    [Theory]
    [InlineData("no container nobody", "commit", "nobody", "x")]
    [InlineData("--upper and --base are given together", "commit", "--upper", "/tmp", "x")]
    [InlineData("RUN is not among", "commit", "--upper", "/tmp", "--base", "bb", "-c", "RUN x")]
    [InlineData("there is no container bb", "diff", "bb")]
    [InlineData("is neither a container nor", "export", "nobody")]
    public void WhatCannotBe_IsRefusedByName(string message, params string[] arguments)
    {
        (int code, _, string errors) = store.Run(arguments);
        Assert.Equal(125, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    private string LayerBy(string driver)
    {
        string place = Path.Combine(folder, driver);
        Array.ForEach(["upper", "work", "mnt"], name => Directory.CreateDirectory($"{place}/{name}"));
        store.Ok("mount", "--driver", driver, "--upper", $"{place}/upper", "--work", $"{place}/work", "bb", $"{place}/mnt");
        try
        {
            using Process shell = Process.Start("sh", ["-ec", $"""
                cd {place}/mnt; mv etc moved; echo x >> moved/passwd; rm bin/sh; ln bin/busybox bin/second; chmod 700 tmp; mkdir -p a/b; mkfifo a/b/f; rm -r root; mkdir root
                find . -newermt '2026-01-01' -exec touch -h -d '2021-01-01 00:00:00.25' {"{}"} +; chown 0:1000 .; chmod 1755 .
                """]);
            shell.WaitForExit();
            Assert.Equal(0, shell.ExitCode);
        }
        finally
        {
            store.Ok("umount", $"{place}/mnt");
        }

        store.Ok("commit", "--upper", $"{place}/upper", "--work", $"{place}/work", "--base", "bb", driver);
        return (string)store.Json("inspect", driver)[0]!["RootFS"]!["Layers"]!.AsArray()[^1]!;
    }
}
