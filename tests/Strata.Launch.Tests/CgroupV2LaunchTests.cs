using Strata.Linux;
using Xunit;

namespace Strata.Launch.Tests;

/// <summary>A launch with its group in the machine's real version 2 tree, which on a hybrid machine has few controllers.</summary>
[Trait("Kind", "Container")]
public sealed class CgroupV2LaunchTests : IDisposable
{
    private readonly ContainerRoot root = new();
    private readonly string group = $"strata-test/{Guid.NewGuid():n}";

    public void Dispose() => root.Dispose();

    [Fact]
    public void Process_runs_in_its_group_is_killed_with_it_and_the_group_goes()
    {
        string? mount = CgroupHierarchy.OfMachine.V2Mount;
        Assert.True(mount is not null, "this machine has no version 2 tree");
        CgroupHierarchy hierarchy = CgroupHierarchy.Parse($"30 20 0:27 / {mount} rw - cgroup2 cgroup2 rw");
        LaunchSpec spec = root.Spec("/bin/sleep", "60") with { Cgroup = new CgroupSpec { Path = group } };
        using (ContainerProcess process = Launcher.Start(LaunchPlan.For(spec, hierarchy)))
        {
            Assert.Equal($"{process.Pid}\n", File.ReadAllText($"{mount}/{group}/cgroup.procs"));
            Assert.True(SpinWait.SpinUntil(() => process.Cgroup!.ReadStats().CpuMicroseconds > 0, TimeSpan.FromSeconds(20)), "it used no time");
            Assert.Equal(Errno.Ok, process.Cgroup!.KillAll());
            Assert.Equal(new ExitStatus(137, 9, false), process.Wait());
        }

        Assert.False(Directory.Exists($"{mount}/{group}"));
    }

    [Fact]
    public void Frozen_process_stands_still_until_it_is_thawed()
    {
        string? mount = CgroupHierarchy.OfMachine.V2Mount;
        Assert.True(mount is not null, "this machine has no version 2 tree");
        CgroupHierarchy hierarchy = CgroupHierarchy.Parse($"30 20 0:27 / {mount} rw - cgroup2 cgroup2 rw");
        LaunchSpec spec = root.Spec("/bin/sleep", "60") with { Cgroup = new CgroupSpec { Path = group } };
        using ContainerProcess process = Launcher.Start(LaunchPlan.For(spec, hierarchy));
        CgroupFreezer freezer = hierarchy.FreezerOf(group)!;

        Assert.False(freezer.IsFrozen);
        Assert.Equal(Errno.Ok, freezer.Freeze(TimeSpan.FromSeconds(10)));
        Assert.True(freezer.IsFrozen);
        Assert.Equal(Errno.Ok, process.Signal(15));
        Assert.Null(process.TryWait());
        Assert.Equal(Errno.Ok, freezer.Thaw());
        Assert.False(freezer.IsFrozen);
        Assert.Equal(Errno.Ok, process.Signal(9));
        process.Wait();
        freezer.Remove(TimeSpan.FromSeconds(1));
    }
}
