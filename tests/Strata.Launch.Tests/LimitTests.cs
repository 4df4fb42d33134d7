using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Strata.Launch.Tests;

[Trait("Kind", "Container")]
public sealed class LimitTests : IDisposable
{
    private readonly ContainerRoot root = new();
    private readonly string group = $"strata-test/{Guid.NewGuid():n}";

    public void Dispose() => root.Dispose();

    [Fact]
    public void Process_beyond_its_memory_limit_is_killed_and_the_run_says_so()
    {
        LaunchSpec spec = root.Spec("/bin/dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1") with
        {
            Cgroup = new CgroupSpec { Path = group, MemoryBytes = 32 << 20 },
        };
        Assert.Equal(new ExitStatus(137, 9, true), ContainerRoot.Run(spec).Status);
    }

    [Fact]
    public void Process_within_its_memory_limit_is_not_disturbed()
    {
        LaunchSpec spec = root.Spec("/bin/dd", "if=/dev/zero", "of=/dev/null", "bs=8M", "count=1") with
        {
            Cgroup = new CgroupSpec { Path = group, MemoryBytes = 64 << 20 },
        };
        Assert.Equal(new ExitStatus(0, 0, false), ContainerRoot.Run(spec).Status);
    }

    [Fact]
    public void Fork_bomb_stops_at_the_pids_limit()
    {
        LaunchSpec spec = root.Shell("i=0; while [ $i -lt 60 ]; do sleep 30 & i=$((i+1)); done; echo all started") with
        {
            Cgroup = new CgroupSpec { Path = group, PidsLimit = 20 },
        };
        Outcome outcome = ContainerRoot.Run(spec);
        Assert.DoesNotContain("all started", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("fork", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_cpu_is_half_a_cpu()
    {
        LaunchSpec spec = root.Shell("while true; do :; done") with
        {
            Cgroup = new CgroupSpec { Path = group, CpuQuotaMicroseconds = 50_000, Accounting = true },
        };
        ContainerRoot.Run(spec, process =>
        {
            // Never more than half. Not less either in a window where the kernel had to hold the process back each time: in
            // the others the machine's cpus were busy with something else.
            for (int window = 0; window < 10; window++)
            {
                (long periods, long throttled) = Throttling();
                Stopwatch watch = Stopwatch.StartNew();
                long before = process.Cgroup!.ReadStats().CpuMicroseconds!.Value;
                Thread.Sleep(700);
                double used = (process.Cgroup.ReadStats().CpuMicroseconds!.Value - before) / watch.Elapsed.TotalMicroseconds;
                (long periodsNow, long throttledNow) = Throttling();
                Assert.InRange(used, 0, 0.6);
                if (throttledNow - throttled >= periodsNow - periods - 1)
                {
                    Assert.InRange(used, 0.4, 0.6);
                    break;
                }
            }

            process.Signal(9);
        });
    }

    [Fact]
    public void Cpuset_is_what_the_process_may_run_on()
    {
        LaunchSpec spec = root.Spec("/bin/grep", "Cpus_allowed_list", "/proc/self/status") with
        {
            Cgroup = new CgroupSpec { Path = group, CpusetCpus = "0" },
        };
        Assert.Equal("Cpus_allowed_list:\t0", ContainerRoot.Run(spec).Output.Trim());
    }

    [Fact]
    public void Device_outside_the_rules_cannot_be_opened()
    {
        // mknod is allowed, opening is not: 1:11 is /dev/kmsg.
        File.Copy("/usr/bin/busybox", root.Path + "/bin/mknod");
        LaunchSpec spec = root.Shell("mknod /kmsg c 1 11; head -c 0 /kmsg || echo refused; head -c 1 /dev/zero | wc -c") with
        {
            Cgroup = new CgroupSpec { Path = group, Devices = DefaultSpec.DeviceRules },
        };
        Outcome outcome = ContainerRoot.Run(spec, process =>
            Assert.Equal(CgroupHierarchy.OfMachine.Layout == CgroupLayout.V2, process.Cgroup!.UnappliedLimits.Count > 0));
        if (CgroupHierarchy.OfMachine.Layout == CgroupLayout.V2)
        {
            return; // It is told that the rules are not enforced there.
        }

        Assert.Contains("Operation not permitted", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(["refused", "1"], outcome.Lines[^2..]);
    }

    [Fact]
    public void Group_is_the_root_of_the_cgroup_namespace()
    {
        LaunchSpec spec = root.Spec("/bin/grep", "-E", "pids|^0::", "/proc/self/cgroup") with { Cgroup = new CgroupSpec { Path = group } };
        Assert.All(ContainerRoot.Run(spec).Lines, line => Assert.EndsWith(":/", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Limit_that_the_kernel_refuses_fails_the_launch_by_name_and_leaves_nothing()
    {
        LaunchSpec spec = root.Spec("/bin/true") with { Cgroup = new CgroupSpec { Path = group, CpusetCpus = "900" } };
        LaunchException failure = Assert.Throws<LaunchException>(() => ContainerRoot.Run(spec));
        Assert.Contains("cpuset.cpus", failure.Message, StringComparison.Ordinal);
        AssertGone();
    }

    [Fact]
    public void Group_that_exists_already_is_refused()
    {
        LaunchSpec spec = root.Spec("/bin/sleep", "10") with { Cgroup = new CgroupSpec { Path = group } };
        ContainerRoot.Run(spec, process =>
        {
            Assert.Throws<LaunchException>(() => ContainerRoot.Run(spec));
            Assert.Equal(1, process.Cgroup!.ReadStats().Pids);
            process.Signal(9);
        });
        AssertGone();
    }

    [Fact]
    public void Processes_without_a_pid_namespace_end_with_their_group()
    {
        LaunchSpec spec = root.Shell("sleep 77 > /dev/null 2>&1 & echo $!") with
        {
            Cgroup = new CgroupSpec { Path = group },
            Namespaces = DefaultSpec.AllNamespaces & ~Namespaces.Pid,
        };
        string pid = ContainerRoot.Run(spec).Output.Trim();

        // Whoever adopts it may let it be a zombie for a while.
        FileInfo status = new($"/proc/{int.Parse(pid, CultureInfo.InvariantCulture)}/status");
        Assert.True(!status.Exists || File.ReadAllText(status.FullName).Contains("State:\tZ", StringComparison.Ordinal));
        AssertGone();
    }

    [Fact]
    public void Leftover_of_a_dead_launcher_is_found_killed_and_removed()
    {
        LaunchSpec spec = root.Spec("/bin/sleep", "60") with { Cgroup = new CgroupSpec { Path = group, MemoryBytes = 64 << 20 } };
        ContainerRoot.Run(spec, process =>
        {
            ICgroup? leftover = CgroupHierarchy.OfMachine.FindLeftover(group);
            Assert.NotNull(leftover);
            Assert.Equal(Linux.Errno.Ok, leftover.KillAll());
            Assert.Equal(137, process.Wait().Code);
            Assert.Equal(Linux.Errno.Ok, leftover.Remove(TimeSpan.FromSeconds(5)));
        });
        Assert.Null(CgroupHierarchy.OfMachine.FindLeftover(group));
        AssertGone();
    }

    private static string MountOf(string controller) =>
        CgroupHierarchy.OfMachine.V1Mounts.GetValueOrDefault(controller) ?? CgroupHierarchy.OfMachine.V2Mount!;

    private (long Periods, long Throttled) Throttling()
    {
        string[] lines = File.ReadAllLines($"{MountOf("cpu")}/{group}/cpu.stat");
        long Number(string key) => long.Parse(lines.First(l => l.StartsWith(key + " ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
        return (Number("nr_periods"), Number("nr_throttled"));
    }

    private void AssertGone()
    {
        foreach (string controller in (string[])["cpu", "cpuset", "memory", "pids", "devices"])
        {
            Assert.False(Directory.Exists($"{MountOf(controller)}/{group}"));
        }
    }
}
