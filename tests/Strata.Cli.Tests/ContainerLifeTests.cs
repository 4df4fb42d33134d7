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
    public void CommandKilledAtAnyMoment_TakesItsContainerWithIt()
    {
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal(0, Store.Run("run", "--rm", "bb", "true").Code);
        double usual = watch.Elapsed.TotalMilliseconds;
        for (int moment = 0; moment < 40; moment++)
        {
            using Process run = Store.Start("run", "--rm", "--name", "victim", "bb", "sleep", "300");
            Thread.Sleep(TimeSpan.FromMilliseconds(usual * moment / 40));
            Assert.Equal(Errno.Ok, Sys.Kill(run.Id, SigKill));
            run.WaitForExit();

            // Before any other command could clean up.
            Eventually(() => ProcessesOfContainers().Length == 0, () => $"moment {moment}: processes {string.Join(", ", ProcessesOfContainers())}");
            Assert.Equal("", Store.Ok("ps", "-aq"));
        }
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
    public void AbortedFileSystem_EndsTheContainer()
    {
        using Process run = Store.Start("run", "--rm", "--name", "rootless", "bb", "sleep", "300");
        WaitUntilRunning("rootless");
        string mount = File.ReadLines($"/proc/{run.Id}/mountinfo").Single(line => line.Contains($"{Store.Folder}/store/containers/", StringComparison.Ordinal));
        string connection = mount.Split(' ')[2].Split(':')[1];
        DirectoryInfo control = Directory.CreateTempSubdirectory("strata-fusectl-");
        byte[] path = PathText.Bytes(control.FullName);
        Assert.Equal(Errno.Ok, Sys.Mount("none"u8, path, "fusectl"u8, MountFlags.None, default));

        File.WriteAllText($"{control.FullName}/{connection}/abort", "1");

        Assert.Equal(Errno.Ok, Sys.Unmount(path, 0));
        control.Delete();
        Assert.True(run.WaitForExit(10_000));
        Assert.Equal(137, run.ExitCode);
        Assert.Contains("the connection of its file system ended", run.StandardError.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void RunningContainer_IsOneProcessAndItsContainer()
    {
        using Process run = Store.Start("run", "--rm", "--name", "alone", "bb", "sleep", "300");
        WaitUntilRunning("alone");

        try
        {
            // Until its exec the container's process shows the command line of the one whose memory it shares.
            string own = run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            Eventually(() => Processes().SequenceEqual([own]), () => "processes: " + string.Join(", ", Processes()));
        }
        finally
        {
            Store.Ok("rm", "-f", "alone");
        }

        Assert.True(run.WaitForExit(10_000));
    }

    [Fact]
    public void RootOfTheContainer_IsLikeThatOfTheImage()
    {
        string root = Store.Ok("run", "--rm", "bb", "stat", "-c", "%a %u %g", "/");

        Assert.Equal("1755 0 1000\n", root);
    }
}
