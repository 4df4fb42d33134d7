using Xunit;

namespace Strata.Cli.Tests;

[Trait("Kind", "Container")]
public sealed class RunCommandTests(BusyboxStore store) : NothingLeft(store)
{
    [Fact]
    public void Image_SaysCommandDirectoryAndEnvironment()
    {
        Assert.Equal("/tmp\n", Store.Ok("run", "--rm", "bb"));
        string[] environment = Store.Ok("run", "--rm", "--hostname", "here", "bb", "env").Split('\n');

        Assert.Contains("FROM=image", environment);
        Assert.Contains("HOSTNAME=here", environment);
        Assert.Contains("HOME=/root", environment);
        Assert.Contains("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", environment);
    }

    [Theory]
    [InlineData(0, "true")]
    [InlineData(7, "sh", "-c", "exit 7")]
    [InlineData(137, "sh", "-c", "(sleep 0.2; kill -9 1) & sh -c 'kill -9 $$'; exit 137")]
    [InlineData(127, "no-such-program")]
    [InlineData(126, "/etc/no-program")]
    public void ExitCode_IsDockers(int expected, params string[] command) =>
        Assert.Equal(expected, Store.Run(["run", "--rm", "bb", .. command]).Code);

    [Theory]
    [InlineData("there is no image \"nope\"", "run", "--rm", "nope")]
    [InlineData("find no-such in PATH: No such file or directory", "run", "bb", "no-such")]
    [InlineData("named volumes are not built yet", "run", "-v", "name:/x", "bb")]
    [InlineData("bridges are not built yet", "run", "--network", "bridge", "bb")]
    [InlineData("--memory lots: expected a size", "run", "--memory", "lots", "bb")]
    [InlineData("at least 6MiB", "run", "--memory", "1m", "bb")]
    [InlineData("expected a list as 0-2,5", "run", "--cpuset-cpus", "x", "bb")]
    [InlineData("is not an absolute path", "run", "-w", "rel", "bb")]
    [InlineData("unable to find user nobody", "run", "-u", "nobody", "bb")]
    [InlineData("the input device is not a terminal", "run", "-it", "bb")]
    [InlineData("unknown option '--nope'", "run", "--nope", "bb")]
    [InlineData("option '-p' is not built yet", "run", "-p", "80:80", "bb")]
    [InlineData("option '--restart' is not built yet", "run", "--restart=always", "bb")]
    [InlineData("is no name of a container", "run", "--name", "-x", "bb")]
    public void WhatCannotRun_IsSaidAndLeavesNothing(string message, params string[] arguments)
    {
        (int code, string output, string errors) = Store.Run(arguments);

        Assert.Equal("", output);
        Assert.InRange(code, 125, 127);
        Assert.StartsWith("strata: ", errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uid=1000(app) gid=1000(app) groups=2000(extra)", "app")]
    [InlineData("uid=1000(app) gid=0(root)", "app:0")]
    [InlineData("uid=77 gid=0(root)", "77")]
    [InlineData("uid=77 gid=2000(extra)", "77:extra")]
    public void User_IsLookedUpInTheImage(string expected, string user) =>
        Assert.Equal(expected + "\n", Store.Ok("run", "--rm", "-u", user, "bb", "id").Replace(" groups=1000(app),2000(extra)", " groups=2000(extra)", StringComparison.Ordinal));

    [Fact]
    public void Options_ReachTheContainer()
    {
        Assert.Equal("V\n/new/dir\n", Store.Ok("run", "--rm", "-e", "K=V", "-w", "/new/dir", "bb", "sh", "-c", "echo $K; pwd"));
        Assert.Equal("a -c\n", Store.Ok("run", "--rm", "--entrypoint", "/bin/echo", "bb", "a", "-c"));
        Assert.Equal("lo\n", Store.Ok("run", "--rm", "bb", "ls", "/sys/class/net"));
        Assert.Equal("in\n", Piped("in\n", "run", "--rm", "-i", "bb", "cat"));
        Assert.Equal("", Piped("in\n", "run", "--rm", "bb", "cat"));
    }

    [Fact]
    public void ReadOnlyRoot_TakesNoFile()
    {
        string output = Store.Ok("run", "--rm", "--read-only", "bb", "sh", "-c", "touch /x 2>&1; touch /dev/shm/x && echo shm");

        Assert.Contains("Read-only file system", output, StringComparison.Ordinal);
        Assert.EndsWith("shm\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Volumes_AreTheHostsFolders()
    {
        string there = Path.Combine(Store.Folder, "there");
        string missing = Path.Combine(Store.Folder, "missing/below");
        Directory.CreateDirectory(there);
        File.WriteAllText(Path.Combine(there, "f"), "host\n");

        string output = Store.Ok(
            "run", "--rm", "-v", there + ":/data:ro", "-v", missing + ":/data2/x", "bb", "sh", "-c", "cat /data/f; touch /data/g 2>&1; touch /data2/x/made");

        Assert.StartsWith("host\n", output, StringComparison.Ordinal);
        Assert.Contains("Read-only file system", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(there, "g")));
        Assert.True(File.Exists(Path.Combine(missing, "made")));
    }

    [Fact]
    public void TwoRunsOfOneImage_DoNotSeeEachOther()
    {
        Store.Ok("run", "--rm", "bb", "sh", "-c", "rm /etc/no-program; echo x > /made");

        Assert.Equal("text", Store.Ok("run", "--rm", "bb", "cat", "/etc/no-program"));
        Assert.NotEqual(0, Store.Run("run", "--rm", "bb", "ls", "/made").Code);
    }

    [Fact]
    public void MemoryLimit_KillsAndIsSaid()
    {
        (int code, _, string errors) = Store.Run("run", "--rm", "--memory", "16m", "bb", "sh", "-c", "x=$(head -c 60m /dev/zero | tr '\\0' a); echo $x | wc -c");

        Assert.Equal(137, code);
        Assert.Contains("strata: killed: out of memory (limit 16MiB)", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ForkBomb_StopsAtThePidsLimit()
    {
        (int code, _, string errors) = Store.Run("run", "--rm", "--pids-limit", "8", "bb", "sh", "-c", "for i in $(seq 30); do sleep 1 & done; wait");

        Assert.NotEqual(0, code);
        Assert.Contains("can't fork", errors, StringComparison.Ordinal);
    }

    private string Piped(string input, params string[] arguments)
    {
        string file = Path.Combine(Store.Folder, "input");
        File.WriteAllText(file, input);
        (int code, string output, string errors) = StrataProcess.Run(file, ["--root", Store.Root, .. arguments]);
        Assert.True(code == 0, errors);
        return output;
    }
}
