using Xunit;

namespace Strata.Launch.Tests;

[Trait("Kind", "Unit")]
public sealed class CgroupSettingsTests
{
    private static readonly CgroupSpec Spec = new()
    {
        Path = "strata/x",
        MemoryBytes = 1000,
        CpuQuotaMicroseconds = 50_000,
        CpusetCpus = "0-1",
        PidsLimit = 7,
        Devices = DefaultSpec.DeviceRules,
    };

    [Fact]
    public void Version_1_gets_a_file_per_controller_memory_before_swap()
    {
        Assert.Equal(
            [
                "memory.limit_in_bytes=1000", "memory.memsw.limit_in_bytes=2000", "cpu.cfs_period_us=100000", "cpu.cfs_quota_us=50000",
                "cpuset.cpus=0-1", "pids.max=7", "devices.deny=a", "devices.allow=c *:* m", "devices.allow=b *:* m", "devices.allow=c 1:3 rwm",
            ],
            CgroupSettings.ForV1(Spec).Take(10).Select(s => $"{s.File}={s.Value}"));
    }

    [Fact]
    public void Version_2_counts_swap_by_itself()
    {
        Assert.Equal(
            ["memory.max=1000", "memory.swap.max=1000", "cpu.max=50000 100000", "cpuset.cpus=0-1", "pids.max=7"],
            CgroupSettings.ForV2(Spec).Select(s => $"{s.File}={s.Value}"));
        Assert.Contains(CgroupSettings.ForV2(Spec with { MemoryAndSwapBytes = -1 }), s => s is { File: "memory.swap.max", Value: "max" });
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("a//b")]
    public void Path_that_could_name_another_group_is_refused(string path)
    {
        CgroupHierarchy hierarchy = CgroupHierarchy.Parse("30 20 0:27 / /nonsuch rw - cgroup2 cgroup2 rw\n");
        Assert.Throws<LaunchException>(() => hierarchy.Create(new CgroupSpec { Path = path }));
    }

    [Theory]
    [InlineData("30 20 0:27 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate", CgroupLayout.V2)]
    [InlineData("31 20 0:28 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct", CgroupLayout.V1)]
    [InlineData("31 20 0:28 / /c/pids rw - cgroup cgroup rw,pids\n32 20 0:29 / /c/unified rw - cgroup2 c rw", CgroupLayout.Hybrid)]
    [InlineData("31 20 0:28 / /tmp rw - tmpfs tmpfs rw", CgroupLayout.None)]
    public void Layout_is_read_from_the_mounts(string mountinfo, CgroupLayout layout)
    {
        Assert.Equal(layout, CgroupHierarchy.Parse(mountinfo).Layout);
    }

    [Fact]
    public void Controllers_mounted_together_share_a_tree_and_names_are_unescaped()
    {
        CgroupHierarchy hierarchy = CgroupHierarchy.Parse("31 20 0:28 / /a\\040b rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct,clone_children\n33 20 0:30 / /named rw - cgroup cgroup rw,xattr,name=systemd");
        Assert.Equal("/a b", hierarchy.V1Mounts["cpu"]);
        Assert.Equal("/a b", hierarchy.V1Mounts["cpuacct"]);
        Assert.DoesNotContain("name=systemd", hierarchy.V1Mounts.Keys);
    }

    [Fact]
    public void Version_2_tells_that_device_rules_are_not_enforced()
    {
        Assert.Contains("device rules", Assert.Single(CgroupHierarchy.Parse("30 20 0:27 / /c rw - cgroup2 c rw").Limitations), StringComparison.Ordinal);
    }
}
