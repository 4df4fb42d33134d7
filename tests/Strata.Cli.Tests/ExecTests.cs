using System.Diagnostics;
using Strata.Linux;
using Xunit;

namespace Strata.Cli.Tests;

/// <summary>Further commands in a container that runs.</summary>
[Trait("Kind", "Container")]
public sealed class ExecTests : NothingLeft
{
    public ExecTests(BusyboxStore store)
        : base(store)
    {
        Store.Ok("run", "-d", "--name", "host", "--hostname", "inside", "-e", "GIVEN=run", "bb", "sh", "-c", "sleep 300 & echo up; wait");
        Eventually(() => Store.Ok("logs", "host") == "up\n", () => "the container is not up");
    }

    [Fact]
    public void Command_IsInTheContainer()
    {
        Assert.Equal("inside\n0\n/tmp\nimage run\n", Exec("sh", "-c", "hostname; id -u; pwd; echo $FROM $GIVEN"));
        foreach (string kind in (string[])["mnt", "pid", "uts", "ipc", "net", "cgroup", "user"])
        {
            Assert.Equal(Exec("busybox", "readlink", $"/proc/1/ns/{kind}"), Exec("busybox", "readlink", $"/proc/self/ns/{kind}"));
        }

        Assert.Equal(Exec("cat", "/proc/1/cgroup"), Exec("cat", "/proc/self/cgroup"));
        Assert.Equal(Exec("busybox", "grep", "-E", "^(Cap|Seccomp|NoNewPrivs)", "/proc/1/status"), Exec("busybox", "grep", "-E", "^(Cap|Seccomp|NoNewPrivs)", "/proc/self/status"));
        Exec("sh", "-c", "echo written > /made");
        Assert.Equal("written\n", Exec("cat", "/made"));
        Assert.Equal("0\n1\n2\n3\n", Exec("ls", "/proc/self/fd")); // 3 is the folder that ls reads.
        Remove();
    }

    [Fact]
    public void Options_AreDockers()
    {
        Assert.Equal("1000 1000 2000\n", Store.Ok("exec", "-u", "app", "host", "sh", "-c", "echo $(id -u) $(id -G)"));
        Assert.Equal("7 0\n", Store.Ok("exec", "-u", "7", "host", "sh", "-c", "echo $(id -u) $(id -g)"));
        Assert.Equal("/etc\nexec image\n", Store.Ok("exec", "-w", "/etc", "-e", "GIVEN=exec", "host", "sh", "-c", "pwd; echo $GIVEN $FROM"));
        Assert.Equal("/home/app\n", Store.Ok("exec", "-u", "app", "host", "sh", "-c", "echo $HOME"));
        Assert.Equal("/dev/pts/0\r\n", Store.Ok("exec", "-t", "host", "tty"));
        string input = Path.Combine(Store.Folder, "input");
        File.WriteAllText(input, "by standard input");
        Assert.Equal("by standard input", StrataProcess.Run(input, "--root", Store.Root, "exec", "-i", "host", "cat").Output);
        Assert.Equal("", StrataProcess.Run(input, "--root", Store.Root, "exec", "host", "cat").Output);
        File.Delete(input);
        Remove();
    }

    [Fact]
    public void WhatCannotBe_IsSaid()
    {
        Assert.Equal(3, Store.Run("exec", "host", "sh", "-c", "exit 3").Code);
        Assert.Equal(127, Store.Run("exec", "host", "no-such-program").Code);
        Assert.Equal(126, Store.Run("exec", "host", "/etc/no-program").Code);
        Refused("unable to find user nobody-here", "exec", "-u", "nobody-here", "host", "true");
        Refused("not an absolute path", "exec", "-w", "etc", "host", "true");
        Refused("/nowhere", "exec", "-w", "/nowhere", "host", "true");
        Refused("there is no container none", "exec", "none", "true");
        Refused("the input device is not a terminal", "exec", "-it", "host", "true");
        Store.Ok("pause", "host");
        Refused("is paused", "exec", "host", "true");
        Store.Ok("unpause", "host");
        Store.Ok("kill", "host");
        Store.Ok("wait", "host");
        Refused("is not running", "exec", "host", "true");
        Remove();
    }

    [Fact]
    public void DetachedCommand_GoesWithTheContainer()
    {
        Assert.Equal("", Store.Ok("exec", "-d", "host", "sh", "-c", "echo there > /made; exec sleep 300"));

        Eventually(() => Store.Run("exec", "host", "cat", "/made").Output == "there\n", () => "it did not run");
        Assert.Contains("sleep300", string.Concat(ProcessesOfContainers().Select(CommandLine)), StringComparison.Ordinal);
        Remove();
        Assert.Empty(ProcessesOfContainers());
    }

    [Fact]
    public void KilledExec_TakesItsCommandAndNothingElse()
    {
        using Process exec = Store.Start("exec", "host", "sleep", "301");
        Eventually(() => ProcessesOfContainers().Any(pid => CommandLine(pid) == "sleep301"), () => "it does not run");

        Assert.Equal(Errno.Ok, Sys.Kill(exec.Id, 9));
        exec.WaitForExit();

        Eventually(() => !ProcessesOfContainers().Any(pid => CommandLine(pid) == "sleep301"), () => "it lives on");
        Assert.Equal("inside\n", Exec("hostname"));
        Remove();
    }

    [Fact]
    public void Signal_ReachesTheCommand()
    {
        using Process exec = Store.Start("exec", "host", "sh", "-c", "trap 'exit 5' TERM; echo ready; while true; do sleep 0.05; done");
        Assert.Equal("ready", exec.StandardOutput.ReadLine());

        Assert.Equal(Errno.Ok, Sys.Kill(exec.Id, 15));

        Assert.True(exec.WaitForExit(10_000));
        Assert.Equal(5, exec.ExitCode);
        Remove();
    }

    [Theory]
    [InlineData("busybox mkfifo /etc/passwd", "is no file")]
    [InlineData("busybox mkdir /etc/passwd", "is no file")]
    [InlineData("busybox ln -s /dev/zero /etc/passwd", "is no file")]
    [InlineData("busybox ln -s /etc/passwd /etc/passwd", "Too many levels")]
    [InlineData("busybox ln -s /proc/self/root/etc/passwd /etc/passwd", "")]
    [InlineData("busybox ln -s ../../../../../../etc/shadow /etc/passwd", "unable to find user app")]
    public void UserDatabase_MayBeAnything(string change, string message)
    {
        Exec("sh", "-c", "rm /etc/passwd && " + change);

        (int code, _, string errors) = Store.Run("exec", "-u", "app", "host", "true");

        Assert.Equal(125, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Remove();
    }

    [Fact]
    public void ManyAtOnce_AllRun()
    {
        Process[] all = [.. Enumerable.Range(0, 20).Select(number => Store.Start("exec", "host", "echo", number.ToString(System.Globalization.CultureInfo.InvariantCulture)))];
        foreach ((int number, Process process) in all.Index())
        {
            using (process)
            {
                Assert.Equal($"{number}\n", process.StandardOutput.ReadToEnd());
                process.WaitForExit();
                Assert.Equal(0, process.ExitCode);
            }
        }

        Remove();
    }

    private string Exec(params string[] command) => Store.Ok(["exec", "host", .. command]);

    private void Refused(string message, params string[] arguments)
    {
        (int code, _, string errors) = Store.Run(arguments);
        Assert.Equal(125, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    private void Remove() => Store.Ok("rm", "-f", "host");

    private static string CommandLine(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Replace("\0", "", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return ""; // It ended.
        }
    }
}
