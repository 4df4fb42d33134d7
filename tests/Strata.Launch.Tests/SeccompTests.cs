using System.Text;
using Strata.Launch.Seccomp;
using Strata.Linux;
using Xunit;

namespace Strata.Launch.Tests;

[Trait("Kind", "Container")]
public sealed class SeccompTests : IDisposable
{
    private const int Clone3 = 435;
    private const int Personality = 135;
    private const int Alarm = 37; // the launch itself makes no such call
    private readonly ContainerRoot root = new();

    public SeccompTests() => SyscallProbe.PutInto(root);

    public void Dispose() => root.Dispose();

    [Theory]
    [InlineData("272 0x10000000", 1, 0)] // unshare(CLONE_NEWUSER)
    [InlineData("250 0 -1", 1, 126)] // keyctl of a keyring: ENOKEY
    [InlineData("435 0 0", 38, 22)] // clone3: EINVAL
    [InlineData("135 0x40000", 1, 0)] // personality(ADDR_NO_RANDOMIZE)
    [InlineData("41 38 5 0", 1, null)] // socket(AF_ALG), where the kernel has it
    [InlineData("425 1 0", 1, null)] // io_uring_setup, which may be switched off
    [InlineData("310 1 0 0 0 0 -1", 22, 22)] // process_vm_readv with flags: allowed from Linux 4.8 on
    [InlineData("135 8", 0, 0)]
    [InlineData("135 0xffffffff", 0, 0)]
    [InlineData("41 2 1 0", 0, 0)]
    [InlineData("41 16 3 0", 0, 0)]
    [InlineData("452 -100 0 0 0", 14, 14)] // fchmodat2, newer than the libseccomp of Debian 12
    [InlineData("999", 38, 38)]
    [InlineData("i20", 0, 0)] // getpid of 32 bits
    [InlineData("i310 0x10000000", 1, 0)] // unshare of 32 bits
    [InlineData("i452 -100 0 0", 14, 14)]
    [InlineData("i999", 38, 38)]
    public void Default_profile_decides_and_without_it_the_kernel_does(string call, int filtered, int? free)
    {
        byte[] filter = Filter(Encoding.UTF8.GetString(DefaultProfile.Json));
        Assert.Equal(filtered, Probe(filter, call));
        int found = Probe([], call);
        Assert.Equal(free ?? found, found);
    }

    [Theory]
    [InlineData(0u, false)]
    [InlineData(0u, true)]
    [InlineData(1000u, false)]
    [InlineData(1000u, true)]
    public void Default_profile_lets_the_launch_through_for_every_user(uint user, bool noNewPrivileges)
    {
        LaunchSpec spec = DefaultSpec.For(root.Path, ["sh", "-c", "id -u; grep -E '^(NoNewPrivs|Seccomp):' /proc/self/status"], user: new ProcessUser { Uid = user, Gid = user });
        Outcome outcome = ContainerRoot.Run(spec with { NoNewPrivileges = noNewPrivileges, SeccompFilter = Filter(Encoding.UTF8.GetString(DefaultProfile.Json)) });
        Assert.Equal([$"{user}", $"NoNewPrivs:\t{(noNewPrivileges ? 1 : 0)}", "Seccomp:\t2"], outcome.Lines);
    }

    [Fact]
    public void Default_profile_lets_through_what_a_capability_is_for()
    {
        ulong admin = DefaultSpec.CapabilityMask | CapabilitySets.Mask(Capability.SysAdmin);
        LaunchSpec spec = root.Shell("mount -t tmpfs none /mnt && echo mounted; probe 435 0 0; probe 272 0x10000000") with { Capabilities = CapabilitySets.ForRoot(admin) };
        Directory.CreateDirectory(root.Path + "/mnt");
        string profile = Encoding.UTF8.GetString(DefaultProfile.Json);
        Assert.Equal(["mounted", "22", "0"], ContainerRoot.Run(spec with { SeccompFilter = Filter(profile, admin) }).Lines);
        Assert.DoesNotContain("mounted", ContainerRoot.Run(spec with { SeccompFilter = Filter(profile) }).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SCMP_CMP_NE", 8, 0, "7 9")]
    [InlineData("SCMP_CMP_LT", 8, 0, "7")]
    [InlineData("SCMP_CMP_LE", 8, 0, "7 8")]
    [InlineData("SCMP_CMP_EQ", 8, 0, "8")]
    [InlineData("SCMP_CMP_GE", 8, 0, "8 9")]
    [InlineData("SCMP_CMP_GT", 8, 0, "9")]
    [InlineData("SCMP_CMP_MASKED_EQ", 9, 8, "8")]
    public void Comparison_holds_for_the_values_it_says(string op, int value, int second, string refused)
    {
        string rule = $$"""{"names":["alarm"],"action":"SCMP_ACT_ERRNO","errnoRet":77,"args":[{"index":0,"value":{{value}},"valueTwo":{{second}},"op":"{{op}}"}]}""";
        string[] expected = [.. new[] { 7, 8, 9 }.Select(tried => refused.Split(' ').Contains($"{tried}") ? "77" : "0")];
        Assert.Equal(expected, ContainerRoot.Run(root.Shell("for i in 7 8 9; do probe 37 $i; done") with { SeccompFilter = Filter(Allowing(rule)) }).Lines);
    }

    [Fact]
    public void Several_arguments_must_all_fit_and_several_of_one_are_alternatives()
    {
        string both = Allowing("""{"names":["setpriority"],"action":"SCMP_ACT_ERRNO","errnoRet":77,"args":[{"index":0,"value":9,"op":"SCMP_CMP_EQ"},{"index":1,"value":5,"op":"SCMP_CMP_EQ"}]}""");
        Assert.Equal([22, 77], [Probe(Filter(both), "141 9 4 0"), Probe(Filter(both), "141 9 5 0")]);
        string either = Allowing("""{"names":["alarm"],"action":"SCMP_ACT_ERRNO","errnoRet":77,"args":[{"index":0,"value":1,"op":"SCMP_CMP_EQ"},{"index":0,"value":2,"op":"SCMP_CMP_EQ"}]}""");
        Assert.Equal([77, 77, 0], [Probe(Filter(either), "37 1"), Probe(Filter(either), "37 2"), Probe(Filter(either), "37 3")]);
    }

    [Fact]
    public void Errno_is_the_one_given_or_EPERM()
    {
        Assert.Equal(1, Probe(Filter(Allowing("""{"names":["alarm"],"action":"SCMP_ACT_ERRNO"}""")), $"{Alarm} 0"));
        Assert.Equal(13, Probe(Filter(Allowing("""{"names":["alarm"],"action":"SCMP_ACT_ERRNO","errno":"EACCES"}""")), $"{Alarm} 0"));
        Assert.Equal(0, Probe(Filter(Allowing("""{"names":["alarm"],"action":"SCMP_ACT_LOG"}""")), $"{Alarm} 0"));

        // Nobody traces: seccomp(2) answers ENOSYS.
        Assert.Equal(38, Probe(Filter(Allowing("""{"names":["alarm"],"action":"SCMP_ACT_TRACE"}""")), $"{Alarm} 0"));
    }

    [Theory]
    [InlineData("SCMP_ACT_KILL")]
    [InlineData("SCMP_ACT_KILL_THREAD")]
    [InlineData("SCMP_ACT_KILL_PROCESS")]
    [InlineData("SCMP_ACT_TRAP")]
    public void Killed_process_gives_128_and_SIGSYS(string action)
    {
        byte[] filter = Filter(Allowing($$"""{"names":["personality"],"action":"{{action}}"}"""));
        Outcome outcome = ContainerRoot.Run(root.Spec("probe", $"{Personality}", "0") with { SeccompFilter = filter });
        Assert.Equal((159, 31), (outcome.Status.Code, outcome.Status.Signal));
    }

    [Theory]
    [InlineData(true, "execve")]
    [InlineData(false, "prctl setgroups setresgid setresuid umask capset fcntl read rt_sigaction rt_sigprocmask close_range execveat execve")]
    public void Profile_need_allow_no_other_calls_of_the_launch_than_these(bool noNewPrivileges, string calls)
    {
        const string OfTheProgram = " brk arch_prctl set_tid_address set_robust_list rseq prlimit64 readlinkat readlink getrandom mprotect mmap fstat newfstatat write exit_group";
        string[] names = (calls + OfTheProgram).Split(' ');
        string Denying(IEnumerable<string> allowed) =>
            $$"""{"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":77,"syscalls":[{"names":["{{string.Join("\",\"", allowed)}}"],"action":"SCMP_ACT_ALLOW"}]}""";
        LaunchSpec spec = root.Spec("/bin/probe", $"{Alarm}", "0") with { NoNewPrivileges = noNewPrivileges, DiesWithLauncher = true };
        Assert.Equal(["77"], ContainerRoot.Run(spec with { SeccompFilter = Filter(Denying(names)) }).Lines);
        foreach (string needed in calls.Split(' '))
        {
            LaunchException refused = Assert.Throws<LaunchException>(() => ContainerRoot.Run(spec with { SeccompFilter = Filter(Denying(names.Except([needed]))) }));
            Assert.Equal((Errno)77, refused.Error);
        }
    }

    [Fact]
    public void Call_that_is_newer_than_the_library_is_refused_by_name_too()
    {
        Assert.Equal(77, Probe(Filter(Allowing("""{"names":["fchmodat2"],"action":"SCMP_ACT_ERRNO","errnoRet":77}""")), "452 -100 0 0 0"));
        Assert.Equal(38, Probe(Filter(Allowing("")), "999"));
    }

    [Fact]
    public void Profile_of_another_engine_is_taken_as_it_is()
    {
        byte[] filter = Filter(File.ReadAllText("/usr/share/containers/seccomp.json"));
        Assert.Equal([0, 1, 38], [Probe(filter, "41 2 1 0"), Probe(filter, "135 0x40000") is 38 ? 1 : -1, Probe(filter, "999")]);
        Assert.Equal(22, Probe(filter, $"{Clone3} 0 0"));
    }

    private static string Allowing(string rule) => $$"""{"defaultAction":"SCMP_ACT_ALLOW","archMap":[{"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86","SCMP_ARCH_X32"]}],"syscalls":[{{rule}}]}""";

    private static byte[] Filter(string profile, ulong? capabilities = null) =>
        FilterCompiler.Compile(FilterPlan.For(SeccompProfile.Parse(Encoding.UTF8.GetBytes(profile)), new FilterTarget(capabilities ?? DefaultSpec.CapabilityMask, Sys.KernelRelease)));

    private int Probe(byte[] filter, string call)
    {
        Outcome outcome = ContainerRoot.Run(root.Spec(["/bin/probe", .. call.Split(' ')]) with { SeccompFilter = filter });
        return int.TryParse(outcome.Output.Trim(), out int errno) ? errno : -outcome.Status.Code;
    }
}
