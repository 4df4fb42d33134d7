using System.Diagnostics;
using System.Text.Json.Nodes;
using Strata.Linux;
using Xunit;

namespace Strata.Cli.Tests;

[Trait("Kind", "Container")]
public sealed class ContainerLifeTests(BusyboxStore store) : NothingLeft(store)
{
    private const int SigKill = 9;
    private const int SigTerm = 15;

    [Fact]
    public void EndedContainer_StaysUntilItIsRemoved()
    {
        Assert.Equal(3, Store.Run("run", "--name", "web", "bb", "sh", "-c", "echo x > /made; exit 3").Code);

        JsonNode row = Assert.Single(Store.Json("ps", "-a", "--format", "json"))!;
        Assert.Equal(("web", "exited", 3), ((string)row["Name"]!, (string)row["State"]!, (int)row["ExitCode"]!));
        Assert.Empty(Store.Json("ps", "--format", "json"));
        Assert.Contains("Exited (3)", Store.Ok("ps", "-a"), StringComparison.Ordinal);
        (int code, _, string errors) = Store.Run("run", "--name", "web", "bb");
        Assert.Equal(125, code);
        Assert.Contains("the name web is in use", errors, StringComparison.Ordinal);
        Assert.Contains("is used by container web", Store.Run("rmi", "bb").Errors, StringComparison.Ordinal);
        Assert.Equal("web\n", Store.Ok("rm", "web"));
        Assert.Contains("there is no container web", Store.Run("rm", "web").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void RunningContainer_IsRemovedByForceOnly()
    {
        using Process run = Store.Start("run", "--name", "busy", "bb", "sleep", "300");
        string id = (string)WaitUntilRunning("busy")["Id"]!;

        Assert.Contains("is running", Store.Run("rm", "busy").Errors, StringComparison.Ordinal);
        Store.Ok("rm", "-f", id[..6]);

        Assert.True(run.WaitForExit(10_000));
        Assert.Equal(137, run.ExitCode);
    }

    [Fact]
    public void Signal_ReachesTheCommand()
    {
        using Process run = Store.Start("run", "--rm", "--name", "polite", "bb", "sh", "-c", "trap 'echo bye; exit 5' TERM; while true; do sleep 0.05; done");
        WaitUntilRunning("polite");

        // The shell may not have come to its trap yet.
        while (!run.WaitForExit(200))
        {
            Assert.Equal(Errno.Ok, Sys.Kill(run.Id, SigTerm));
        }

        Assert.Equal(5, run.ExitCode);
        Assert.Equal("bye\n", run.StandardOutput.ReadToEnd());
    }

    [Fact]
    public void KilledCommand_IsCleanedUpByTheNext()
    {
        using Process run = Store.Start("run", "--rm", "--name", "victim", "bb", "sleep", "300");
        string id = (string)WaitUntilRunning("victim")["Id"]!;

        Assert.Equal(Errno.Ok, Sys.Kill(run.Id, SigKill));
        run.WaitForExit();

        Assert.True(Directory.Exists(Path.Combine(Store.Root, "containers", id)));
        Assert.Equal("", Store.Ok("ps", "-aq"));
        Assert.False(Directory.Exists(Path.Combine(Store.Root, "containers", id)));
    }

    [Fact]
    public void KilledCommandOfAKeptContainer_LeavesItEnded()
    {
        using Process run = Store.Start("run", "--name", "kept", "bb", "sleep", "300");
        WaitUntilRunning("kept");

        Assert.Equal(Errno.Ok, Sys.Kill(run.Id, SigKill));
        run.WaitForExit();

        JsonNode row = Assert.Single(Store.Json("ps", "-a", "--format", "json"))!;
        Assert.Equal(("exited", 137), ((string)row["State"]!, (int)row["ExitCode"]!));
        Store.Ok("rm", "kept");
    }

    [Fact]
    public void DeadFileSystemServer_EndsTheContainer()
    {
        using Process run = Store.Start("run", "--rm", "--name", "rootless", "bb", "sleep", "300");
        string id = (string)WaitUntilRunning("rootless")["Id"]!;
        int server = Processes().Select(int.Parse).Single(pid => pid != run.Id && File.ReadAllText($"/proc/{pid}/cmdline").Contains(id, StringComparison.Ordinal));

        Assert.Equal(Errno.Ok, Sys.Kill(server, SigKill));

        Assert.True(run.WaitForExit(10_000));
        Assert.Equal(137, run.ExitCode);
        Assert.Contains("the server of its file system died", run.StandardError.ReadToEnd(), StringComparison.Ordinal);
    }
}
