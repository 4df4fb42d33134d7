using Strata.Linux;
using Xunit;

namespace Strata.Launch.Tests;

[Trait("Kind", "Container")]
public sealed class ProcessTests : IDisposable
{
    private readonly ContainerRoot root = new();

    public void Dispose() => root.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(255)]
    public void Command_ends_with_a_code_and_the_launcher_gives_it(int code)
    {
        Assert.Equal(new ExitStatus(code, 0, false), root.RunShell($"exit {code}").Status);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(15)]
    public void Process_killed_by_a_signal_gives_128_and_the_signal(int signal)
    {
        // The first process of a pid namespace gets only signals that it handles, SIGKILL from outside excepted.
        LaunchSpec spec = root.Spec("/bin/sleep", "60") with { Namespaces = DefaultSpec.AllNamespaces & ~Namespaces.Pid };
        Outcome outcome = ContainerRoot.Run(spec, process => Assert.Equal(Errno.Ok, process.Signal(signal)));
        Assert.Equal(new ExitStatus(128 + signal, signal, false), outcome.Status);
    }

    [Fact]
    public void Signal_reaches_a_handler_of_the_first_process()
    {
        LaunchSpec spec = root.Shell("trap 'echo got it; exit 7' TERM; echo ready; while true; do sleep 0.05; done");
        Sys.Pipe(out FileFd reader, out FileFd writer).OrThrow();
        using (reader)
        {
            using ContainerProcess process = Launcher.Start(spec with { Streams = new StandardStreams(writer, writer, writer) });
            writer.Dispose();
            byte[] ready = new byte[6];
            Sys.Read(reader, ready, out _).OrThrow();
            process.Signal(15).OrThrow();
            Assert.Equal("got it\n", ContainerRoot.ReadToEnd(reader));
            Assert.Equal(7, process.Wait().Code);
        }
    }

    [Fact]
    public void Environment_is_what_was_given_and_nothing_else()
    {
        LaunchSpec spec = root.Spec("/bin/env") with { Env = ["A=1", "B=ü = x"] };
        Assert.Equal(["A=1", "B=ü = x"], ContainerRoot.Run(spec).Lines);
    }

    [Fact]
    public void Working_directory_that_is_missing_is_made()
    {
        Assert.Equal("/work/deep", ContainerRoot.Run(root.Spec("/bin/pwd") with { WorkingDirectory = "/work/deep" }).Output.Trim());
        Assert.True(Directory.Exists(root.Path + "/work/deep"));
    }

    [Fact]
    public void User_groups_and_umask_are_those_asked_for()
    {
        Directory.CreateDirectory(root.Path + "/open");
        root.SetMode("/open", 511);
        ProcessUser user = new() { Uid = 1000, Gid = 1001, AdditionalGids = [5, 7], Umask = 63 };
        LaunchSpec spec = DefaultSpec.For(root.Path, ["/bin/sh", "-c", "grep -E '^(Uid|Gid|Groups|CapEff|CapPrm)' /proc/self/status; touch /open/f; stat -c %a /open/f"], user: user);
        Outcome outcome = ContainerRoot.Run(spec);
        Assert.Equal(
            ["Uid:\t1000\t1000\t1000\t1000", "Gid:\t1001\t1001\t1001\t1001", "Groups:\t5 7 ", "CapPrm:\t0000000000000000", "CapEff:\t0000000000000000", "600"],
            outcome.Lines);
    }

    [Fact]
    public void Ambient_capability_reaches_the_program_of_an_ordinary_user()
    {
        ulong mask = CapabilitySets.Mask(Capability.NetBindService);
        LaunchSpec spec = root.Spec("/bin/grep", "CapEff", "/proc/self/status") with
        {
            User = new ProcessUser { Uid = 1000, Gid = 1000 },
            Capabilities = new CapabilitySets { Bounding = mask, Permitted = mask, Effective = mask, Inheritable = mask, Ambient = mask },
        };
        Assert.Equal("CapEff:\t0000000000000400", ContainerRoot.Run(spec).Output.Trim());
    }

    [Fact]
    public void Command_that_is_missing_is_127_and_named()
    {
        LaunchException missing = Assert.Throws<LaunchException>(() => Launcher.Start(root.Spec("nonsuch")));
        Assert.Equal((127, "find nonsuch in PATH: No such file or directory"), (missing.ExitCode, missing.Message));
        missing = Assert.Throws<LaunchException>(() => Launcher.Start(root.Spec("/bin/nonsuch")));
        Assert.Equal((127, "exec /bin/nonsuch: No such file or directory"), (missing.ExitCode, missing.Message));
    }

    [Fact]
    public void Command_that_cannot_be_run_is_126()
    {
        Directory.CreateDirectory(root.Path + "/usr/local/bin");
        File.WriteAllText(root.Path + "/usr/local/bin/denied", "");
        File.WriteAllText(root.Path + "/bin/garbage", "no program");
        root.SetMode("/bin/garbage", 493);
        Assert.Equal(126, Assert.Throws<LaunchException>(() => Launcher.Start(root.Spec("denied"))).ExitCode);
        Assert.Equal(126, Assert.Throws<LaunchException>(() => Launcher.Start(root.Spec("/bin"))).ExitCode);
        LaunchException garbage = Assert.Throws<LaunchException>(() => Launcher.Start(root.Spec("garbage")));
        Assert.Equal((126, Errno.ENOEXEC), (garbage.ExitCode, garbage.Error));
    }

    [Fact]
    public void Later_entry_of_PATH_is_run_where_an_earlier_one_may_not_be()
    {
        Directory.CreateDirectory(root.Path + "/usr/local/bin");
        File.WriteAllText(root.Path + "/usr/local/bin/echo", "");
        Assert.Equal("hello", ContainerRoot.Run(root.Spec("echo", "hello")).Output.Trim());
    }

    [Fact]
    public void Step_that_fails_is_named()
    {
        LaunchSpec spec = root.Spec("/bin/true") with { Mounts = [MountSpec.Bind("/nonsuch/source", "/mnt")] };
        LaunchException failure = Assert.Throws<LaunchException>(() => Launcher.Start(spec));
        Assert.Equal((125, "open /nonsuch/source to mount it: No such file or directory"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public void Resource_limit_is_set()
    {
        LaunchSpec spec = root.Spec("/bin/sh", "-c", "ulimit -n; ulimit -Hn") with { ResourceLimits = [new ResourceLimit(7, 100, 200)] };
        Assert.Equal(["100", "200"], ContainerRoot.Run(spec).Lines);
    }

    [Fact]
    public void Signals_are_neither_blocked_nor_ignored()
    {
        Outcome outcome = ContainerRoot.Run(root.Spec("grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"));
        Assert.Equal(["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"], outcome.Lines);
    }

    [Fact]
    public void Oom_score_is_that_of_the_container_and_not_of_the_launcher()
    {
        string before = File.ReadAllText("/proc/self/oom_score_adj");
        Outcome outcome = ContainerRoot.Run(root.Shell("sleep 0.2; cat /proc/self/oom_score_adj") with { OomScoreAdjustment = 321 });
        Assert.Equal("321", outcome.Output.Trim());
        Assert.Equal(before, File.ReadAllText("/proc/self/oom_score_adj"));
    }

    [Fact]
    public void Kept_descriptors_start_at_3_and_no_other_is_visible()
    {
        Sys.Pipe(out FileFd reader, out FileFd writer).OrThrow();
        using (reader)
        using (writer)
        {
            LaunchSpec spec = root.Shell("ls /proc/$$/fd | sort -n; echo kept >&4") with { KeptDescriptors = [reader, writer] };
            Outcome outcome = ContainerRoot.Run(spec);
            byte[] buffer = new byte[10];
            Sys.Read(reader, buffer, out int count).OrThrow();
            Assert.Equal("kept\n", System.Text.Encoding.ASCII.GetString(buffer, 0, count));
            Assert.Equal(["0", "1", "2", "3", "4"], outcome.Lines);
        }
    }

    [Fact]
    public void Seccomp_filter_is_in_force()
    {
        // BPF: load the call's number; mkdir (83) gives EPERM, anything else is allowed.
        ulong[] filter = [0x0000000000000020, 0x0000005301000015, 0x00050001_00000006, 0x7fff0000_00000006];
        byte[] bytes = new byte[filter.Length * 8];
        Buffer.BlockCopy(filter, 0, bytes, 0, bytes.Length);
        Outcome outcome = ContainerRoot.Run(root.Shell("mkdir /x || echo refused; grep ^Seccomp: /proc/self/status") with { SeccompFilter = bytes });
        Assert.Contains("refused", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Seccomp:\t2", outcome.Output, StringComparison.Ordinal);
    }
}
