using System.Diagnostics;
using System.Text.Json.Nodes;
using Strata.Linux;
using Xunit;

namespace Strata.Cli.Tests;

/// <summary>Containers whose file system the kernel's own drivers serve.</summary>
[Trait("Kind", "Container")]
public sealed class KernelContainerTests(BusyboxStore store) : NothingLeft(store)
{
    private const int SigKill = 9;

    [Theory]
    [InlineData("kernel", "overlay")]
    [InlineData("auto", "overlay")]
    [InlineData("fuse", "fuse.strata")]
    public void Root_IsServedByTheDriverThatWasAskedFor(string driver, string type)
    {
        string seen = Store.Ok("run", "--rm", "--driver", driver, "bb", "sh", "-c", "while read l; do echo $l; break; done </proc/self/mountinfo; echo made >/made; rm /etc/no-program; cat /made");

        Assert.Contains($" / / rw,relatime - {type} bb:latest@sha256:", seen, StringComparison.Ordinal);
        Assert.EndsWith("\nmade\n", seen, StringComparison.Ordinal);
        Assert.Equal("text", Store.Ok("run", "--rm", "--driver", driver, "bb", "cat", "/etc/no-program"));
    }

    [Fact]
    public void RootOfTheContainer_IsLikeThatOfTheImage() =>
        Assert.Equal("1755 0 1000\n", Store.Ok("run", "--rm", "--driver", "kernel", "bb", "stat", "-c", "%a %u %g", "/"));

    [Fact]
    public void UserAndReadOnlyRoot_WorkAsOverFuse()
    {
        Assert.StartsWith("uid=1000(app)", Store.Ok("run", "--rm", "--driver", "kernel", "-u", "app", "bb", "id"), StringComparison.Ordinal);
        Assert.Contains("Read-only file system", Store.Ok("run", "--rm", "--driver", "kernel", "--read-only", "bb", "sh", "-c", "touch /x 2>&1; true"), StringComparison.Ordinal);
    }

    [Fact]
    public void EndedContainer_KeepsItsChanges()
    {
        Assert.Equal(3, Store.Run("run", "--driver", "kernel", "--name", "web", "bb", "sh", "-c", "echo x > /made; exit 3").Code);

        JsonNode row = Assert.Single(Store.Json("ps", "-a", "--format", "json"))!;
        Assert.Equal("x\n", File.ReadAllText(Path.Combine(Store.Root, "containers", (string)row["Id"]!, "upper/made")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Store.Root, "containers", (string)row["Id"]!, "root")));
        Assert.Contains("is used by container web", Store.Run("rmi", "bb").Errors, StringComparison.Ordinal);
        Store.Ok("rm", "web");
    }

    [Fact]
    public void RunningContainer_IsRemovedByForce()
    {
        using Process run = Store.Start("run", "--driver", "kernel", "--name", "busy", "bb", "sleep", "300");
        WaitUntilRunning("busy");

        Assert.Contains("is used by container busy", Store.Run("rmi", "bb").Errors, StringComparison.Ordinal);
        Assert.Contains("is running", Store.Run("rm", "busy").Errors, StringComparison.Ordinal);
        Store.Ok("rm", "-f", "busy");

        Assert.True(run.WaitForExit(10_000));
        Assert.Equal(137, run.ExitCode);
    }

    [Fact]
    public void KilledCommand_IsCleanedUpByTheNext()
    {
        using Process run = Store.Start("run", "--rm", "--driver", "kernel", "--name", "victim", "bb", "sleep", "300");
        string id = (string)WaitUntilRunning("victim")["Id"]!;

        Assert.Equal(Errno.Ok, Sys.Kill(run.Id, SigKill));
        run.WaitForExit();

        Eventually(() => LoopDevices().Length == 0, () => "loop devices: " + string.Join(", ", LoopDevices()));
        Assert.True(Directory.Exists(Path.Combine(Store.Root, "containers", id)));
        Assert.Equal("", Store.Ok("ps", "-aq"));
        Assert.False(Directory.Exists(Path.Combine(Store.Root, "containers", id)));
    }

    [Fact]
    public void FailedStart_LeavesNothing()
    {
        (int code, _, string errors) = Store.Run("run", "--driver", "kernel", "bb", "no-such");

        Assert.Equal(127, code);
        Assert.Contains("find no-such in PATH", errors, StringComparison.Ordinal);
    }
}
