using System.Diagnostics;
using System.Text.Json.Nodes;
using Strata.Linux;
using Xunit;

namespace Strata.Cli.Tests;

/// <summary>Containers that outlive the command that started them.</summary>
[Trait("Kind", "Container")]
public sealed class DetachedTests(BusyboxStore store) : NothingLeft(store)
{
    [Fact]
    public void RunDetached_PrintsTheIdAndLeavesItRunning()
    {
        string id = Store.Ok("run", "-d", "--name", "web", "bb", "sh", "-c", "echo out; echo err >&2; printf last; exec sleep 300").TrimEnd();

        Assert.Matches("^[0-9a-f]{64}$", id);
        Assert.Equal("running", (string)Assert.Single(Store.Json("ps", "--format", "json"))!["State"]!);
        Eventually(() => Store.Ok("logs", "web") == "out\n", () => "no output in the log");
        Assert.Equal((0, "out\n", "err\n"), Store.Run("logs", id[..8]));

        Assert.Equal("web\n", Store.Ok("kill", "web"));
        Assert.Equal("137\n", Store.Ok("wait", "web"));
        Assert.Equal("out\nlast", Store.Ok("logs", "web"));
        JsonNode row = Assert.Single(Store.Json("ps", "-a", "--format", "json"))!;
        Assert.Equal(("exited", 137), ((string)row["State"]!, (int)row["ExitCode"]!));
        Assert.Contains("is not running", Store.Run("kill", "web").Errors, StringComparison.Ordinal);
        Store.Ok("rm", "web");
    }

    [Fact]
    public void CommandThatCannotBeStarted_IsSaidAndLeavesNothing()
    {
        (int code, string output, string errors) = Store.Run("run", "-d", "bb", "no-such-program");

        Assert.Equal((127, ""), (code, output));
        Assert.Contains("no-such-program", errors, StringComparison.Ordinal);
        Assert.Equal(125, Store.Run("run", "-d", "no-such-image").Code);
        Assert.Equal(125, Store.Run("run", "-d", "--log-opt", "max-size=1", "bb", "true").Code);
        Assert.Equal(125, Store.Run("run", "-d", "--stop-signal", "NONE", "bb", "true").Code);
    }

    [Fact]
    public void Stop_AsksFirstAndKillsLater()
    {
        Store.Ok("run", "-d", "--name", "polite", "bb", "sh", "-c", "trap 'echo bye; exit 5' TERM; echo ready; while true; do sleep 0.05; done");
        Store.Ok("run", "-d", "--name", "chosen", "--stop-signal", "USR1", "bb", "sh", "-c", "trap 'exit 6' USR1; echo ready; while true; do sleep 0.05; done");
        Store.Ok("run", "-d", "--name", "deaf", "bb", "sh", "-c", "trap '' TERM; echo ready; while true; do sleep 0.05; done");
        foreach (string name in (string[])["polite", "chosen", "deaf"])
        {
            Eventually(() => Store.Ok("logs", name) == "ready\n", () => $"{name} is not ready");
        }

        Assert.Equal("polite\nchosen\n", Store.Ok("stop", "polite", "chosen"));
        Stopwatch watch = Stopwatch.StartNew();
        Store.Ok("stop", "-t", "1", "deaf");
        Assert.InRange(watch.Elapsed.TotalSeconds, 1, 8);
        Assert.Equal("5\n6\n137\n", Store.Ok("wait", "polite", "chosen", "deaf"));
        Assert.Equal("ready\nbye\n", Store.Ok("logs", "polite"));
        Assert.Equal("polite\n", Store.Ok("stop", "polite")); // Nothing to do.
        Assert.Equal("polite\nchosen\ndeaf\n", Store.Ok("rm", "polite", "chosen", "deaf"));
    }

    [Theory]
    [InlineData("fuse", "fuse")]
    [InlineData("fuse", "kernel")]
    [InlineData("kernel", "fuse")]
    public void Start_GoesOnOverWhatWasChanged(string first, string second)
    {
        const string Count = "echo line >> /count; wc -l < /count; if [ -e /stay ]; then exec sleep 300; fi; exit 4";
        Store.Ok("run", "-d", "--driver", first, "--name", "again", "bb", "sh", "-c", Count);
        Assert.Equal("4\n", Store.Ok("wait", "again"));

        Assert.Equal("again\n", Store.Ok("start", "--driver", second, "again"));
        Assert.Equal("4\n", Store.Ok("wait", "again"));

        Assert.Equal("1\n2\n", Store.Ok("logs", "again"));
        Assert.Equal("2\n", Store.Ok("logs", "--tail", "1", "again"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z 2\n$", Store.Ok("logs", "-t", "-n", "1", "again"));
        Assert.Equal("", Store.Ok("logs", "--until", "1h", "again"));
        Assert.Equal("1\n2\n", Store.Ok("logs", "--since", "1h", "again"));
        Store.Ok("rm", "again");
    }

    [Fact]
    public void Restart_StopsAndStarts()
    {
        string id = Store.Ok("run", "-d", "--name", "busy", "bb", "sh", "-c", "echo up; exec sleep 300").TrimEnd();
        Eventually(() => Store.Ok("logs", "busy") == "up\n", () => "it is not up");

        Assert.Equal("busy\n", Store.Ok("restart", "-t", "0", "busy"));

        Eventually(() => Store.Ok("logs", "busy") == "up\nup\n", () => "it is not up again");
        Assert.Equal(id, (string)Assert.Single(Store.Json("ps", "--format", "json"))!["Id"]!);
        Assert.Equal("busy\n", Store.Ok("start", "busy")); // It runs: nothing to do.
        Store.Ok("rm", "-f", "busy");
    }

    [Fact]
    public void ContainerOfItsOwnRemoval_IsWaitedFor()
    {
        Store.Ok("run", "-d", "--rm", "--name", "short", "bb", "sh", "-c", "sleep 0.5; exit 9");

        Assert.Equal("9\n", Store.Ok("wait", "short"));
        Eventually(() => Store.Ok("ps", "-aq").Length == 0, () => "it was not removed");
    }

    [Fact]
    public void Logs_FollowUntilTheEnd()
    {
        Store.Ok("run", "-d", "--name", "talker", "bb", "sh", "-c", "for i in 1 2 3 4 5; do echo $i; sleep 0.1; done");

        Assert.Equal("1\n2\n3\n4\n5\n", Store.Ok("logs", "-f", "talker"));

        Store.Ok("rm", "talker");
    }

    [Fact]
    public void Logs_KeepTheNewestFilesAlone()
    {
        Store.Ok("run", "-d", "--name", "flood", "--log-opt", "max-size=20k", "--log-opt", "max-file=2", "bb", "seq", "10000");
        Store.Ok("wait", "flood");

        string[] lines = Store.Ok("logs", "flood").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("10000", lines[^1]);
        Assert.Equal(Enumerable.Range(10000 - lines.Length + 1, lines.Length).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)), lines);
        Assert.InRange(lines.Length, 100, 1000);
        string id = (string)Assert.Single(Store.Json("ps", "-a", "--format", "json"))!["Id"]!;
        FileInfo[] files = new DirectoryInfo(Path.Combine(Store.Root, "containers", id)).GetFiles("log*.json");
        Assert.Equal(["log.1.json", "log.json"], files.Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.InRange(file.Length, 1, 20 << 10));
        Store.Ok("rm", "flood");
    }

    [Fact]
    public void LongLinesAndStrangeBytes_ComeThrough()
    {
        Store.Ok("run", "-d", "--name", "odd", "bb", "sh", "-c", "head -c 40000 /dev/zero | tr '\\0' x; echo; printf 'a\\377b\\n'; printf '\"\\\\\\t<é>\\n'");
        Store.Ok("wait", "odd");

        Assert.Equal(new string('x', 40_000) + "\na\ufffdb\n\"\\\t<é>\n", Store.Ok("logs", "odd"));

        Store.Ok("rm", "odd");
    }

    [Fact]
    public void TerminalAndInput_AreThereWithoutAnybody()
    {
        Store.Ok("run", "-dit", "--name", "shell", "bb", "sh", "-c", "tty; cat");
        Store.Ok("run", "-di", "--name", "reader", "bb", "sh", "-c", "cat; echo over");
        Store.Ok("run", "-d", "--name", "without", "bb", "sh", "-c", "cat; echo over");

        Eventually(() => Store.Ok("logs", "shell") == "/dev/pts/0\r\n", () => "no terminal: " + Store.Ok("logs", "shell"));
        Assert.Equal("0\n", Store.Ok("wait", "without"));
        Assert.Equal("over\n", Store.Ok("logs", "without"));
        Assert.Equal("", Store.Ok("logs", "reader"));
        Assert.Equal(2, Store.Json("ps", "--format", "json").Count);
        Store.Ok("rm", "-f", "shell", "reader", "without");
    }

    [Fact]
    public void Pause_LetsItStandStill()
    {
        Store.Ok("run", "-d", "--name", "clock", "bb", "sh", "-c", "while true; do echo tick; sleep 0.02; done");
        Eventually(() => Store.Ok("logs", "clock").Length > 0, () => "it does not tick");

        Assert.Equal("clock\n", Store.Ok("pause", "clock"));
        Thread.Sleep(100); // What it had said may still be on its way.
        string before = Store.Ok("logs", "clock");
        Thread.Sleep(300);
        Assert.Equal(before, Store.Ok("logs", "clock"));
        JsonNode row = Assert.Single(Store.Json("ps", "--format", "json"))!;
        Assert.Equal("paused", (string)row["State"]!);
        Assert.EndsWith("(Paused)", (string)row["Status"]!, StringComparison.Ordinal);
        Assert.Contains("is paused already", Store.Run("pause", "clock").Errors, StringComparison.Ordinal);
        Assert.Contains("unpause it first", Store.Run("stop", "clock").Errors, StringComparison.Ordinal);

        Store.Ok("unpause", "clock");
        Eventually(() => Store.Ok("logs", "clock") != before, () => "it does not go on");
        Assert.Contains("is not paused", Store.Run("unpause", "clock").Errors, StringComparison.Ordinal);

        Store.Ok("pause", "clock");
        Store.Ok("rm", "-f", "clock");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Commit_LetsItStandStillUnlessAskedNotTo(bool pauses)
    {
        Store.Ok("run", "-d", "--name", "source", "bb", "sh", "-c", "head -c 300000000 /dev/zero > /big; echo ready; exec sleep 300");
        Eventually(() => Store.Ok("logs", "source") == "ready\n", () => "it is not ready");
        using Process commit = Store.Start("commit", pauses ? "--pause" : "--pause=false", "source", "made");
        bool wasPaused = false;
        while (!commit.HasExited)
        {
            wasPaused |= (string)Assert.Single(Store.Json("ps", "--format", "json"))!["State"]! == "paused";
        }

        Assert.Equal(0, commit.ExitCode);
        Assert.Equal(pauses, wasPaused);
        Assert.Equal("running", (string)Assert.Single(Store.Json("ps", "--format", "json"))!["State"]!);
        Assert.Equal("300000000\n", Store.Ok("run", "--rm", "made", "sh", "-c", "wc -c < /big"));
        Store.Ok("rm", "-f", "source");
        Store.Ok("rmi", "made");
    }

    [Fact]
    public void Inspect_ShowsAContainerBeforeAnImage()
    {
        string id = Store.Ok("run", "-d", "--name", "bb", "--memory", "64m", "--read-only", "-v", "/etc:/host:ro", "--stop-signal", "INT", "bb", "sleep", "300").TrimEnd();

        JsonNode shown = Assert.Single(Store.Json("inspect", "bb"))!;
        Assert.Equal((id, "/bb", "sleep"), ((string)shown["Id"]!, (string)shown["Name"]!, (string)shown["Path"]!));
        JsonNode state = shown["State"]!;
        Assert.Equal(("running", true, false), ((string)state["Status"]!, (bool)state["Running"]!, (bool)state["Paused"]!));
        Assert.Equal("sleep\0300\0", File.ReadAllText($"/proc/{(int)state["Pid"]!}/cmdline"));
        Assert.Equal((64L << 20, true, "/etc:/host:ro"), ((long)shown["HostConfig"]!["Memory"]!, (bool)shown["HostConfig"]!["ReadonlyRootfs"]!, (string)shown["HostConfig"]!["Binds"]![0]!));
        Assert.Equal(("INT", "/host", false), ((string)shown["Config"]!["StopSignal"]!, (string)shown["Mounts"]![0]!["Destination"]!, (bool)shown["Mounts"]![0]!["RW"]!));
        Store.Ok("kill", "bb");
        Store.Ok("wait", "bb");
        state = Store.Json("inspect", id[..10])[0]!["State"]!;
        Assert.Equal(("exited", 137, 0), ((string)state["Status"]!, (int)state["ExitCode"]!, (int)state["Pid"]!));
        Store.Ok("rm", "bb");
        Assert.Equal("bb:latest", (string)Assert.Single(Store.Json("inspect", "bb"))!["RepoTags"]![0]!);
    }

    [Fact]
    public void Rename_MovesTheName()
    {
        Store.Ok("run", "-d", "--name", "one", "bb", "sleep", "300");
        Store.Ok("run", "-d", "--name", "two", "bb", "sleep", "300");

        Assert.Contains("in use by container", Store.Run("rename", "one", "two").Errors, StringComparison.Ordinal);
        Assert.Equal(125, Store.Run("rename", "one", "-").Code);
        Store.Ok("rename", "one", "three");
        Store.Ok("run", "-d", "--rm", "--name", "short", "bb", "sleep", "300");
        Store.Ok("rename", "short", "renamed");
        Store.Ok("kill", "renamed");
        Eventually(() => !Store.Json("ps", "-a", "--format", "json").Any(row => ((string)row!["Name"]!).Contains("name", StringComparison.Ordinal)), () => "it is still there");
        Assert.False(Path.Exists(Path.Combine(Store.Root, "containers/names/renamed")));

        Assert.Contains("there is no container one", Store.Run("kill", "one").Errors, StringComparison.Ordinal);
        Assert.Equal("three\ntwo\n", Store.Ok("rm", "-f", "three", "two"));
    }

    [Fact]
    public void KilledServer_TakesItsContainerAndIsNoticed()
    {
        Store.Ok("run", "-d", "--name", "victim", "bb", "sleep", "300");
        string server = Assert.Single(Processes());

        Assert.Equal(Errno.Ok, Sys.Kill(int.Parse(server, System.Globalization.CultureInfo.InvariantCulture), 9));

        Eventually(() => Store.Json("ps", "--format", "json").Count == 0, () => "it is still said to run");
        Assert.Equal("137\n", Store.Ok("wait", "victim"));
        Store.Ok("start", "victim");
        Assert.Single(Store.Json("ps", "--format", "json"));
        Store.Ok("rm", "-f", "victim");
    }

    [Fact]
    public void ContainerOfAnOlderStrata_StartsAndIsCommitted()
    {
        Store.Ok("run", "--name", "old", "bb", "echo", "said");
        string id = (string)Assert.Single(Store.Json("ps", "-a", "--format", "json"))!["Id"]!;
        string path = Path.Combine(Store.Root, "containers", id, "config.json");
        JsonObject config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        Assert.True(config.Remove("default_env") && config.Remove("stop_signal") && config["settings"]!.AsObject().Remove("log"));
        File.WriteAllText(path, config.ToJsonString());

        Store.Ok("start", "old");
        Assert.Equal("0\n", Store.Ok("wait", "old"));
        Assert.Equal("said\n", Store.Ok("logs", "old"));
        Store.Ok("stop", "old");
        Store.Ok("commit", "old", "of-old");

        Store.Ok("rm", "old");
        Store.Ok("rmi", "of-old");
    }

    [Fact]
    public void AttachedContainer_HasNoLog()
    {
        Store.Ok("run", "--name", "attached", "bb", "true");

        Assert.Contains("has no log", Store.Run("logs", "attached").Errors, StringComparison.Ordinal);

        Store.Ok("rm", "attached");
    }
}
