using Xunit;

namespace Strata.Launch.Tests;

/// <summary>Version 2 against plain folders that stand for its tree: which files are written, where, and what is removed.</summary>
[Trait("Kind", "Unit")]
public sealed class CgroupV2Tests : IDisposable
{
    private readonly string mount = Directory.CreateTempSubdirectory("strata-v2-").FullName;
    private readonly CgroupHierarchy hierarchy;

    public CgroupV2Tests()
    {
        hierarchy = CgroupHierarchy.Parse($"30 20 0:27 / {mount} rw - cgroup2 cgroup2 rw");
        Directory.CreateDirectory(mount + "/strata");
        File.WriteAllText(mount + "/cgroup.controllers", "cpuset cpu io memory pids\n");
        File.WriteAllText(mount + "/cgroup.subtree_control", "cpu memory pids");
        File.WriteAllText(mount + "/strata/cgroup.subtree_control", "cpu memory pids");
    }

    public void Dispose() => Directory.Delete(mount, recursive: true);

    [Fact]
    public void Controllers_already_handed_down_are_not_written_again()
    {
        ICgroup group = hierarchy.Create(new CgroupSpec { Path = "strata/a", Devices = DefaultSpec.DeviceRules });
        Assert.True(Directory.Exists(mount + "/strata/a"));
        Assert.Equal("cpu memory pids", File.ReadAllText(mount + "/strata/cgroup.subtree_control"));
        Assert.Contains("device rules", Assert.Single(group.UnappliedLimits), StringComparison.Ordinal);
        Assert.Equal(Linux.Errno.Ok, group.Remove(TimeSpan.Zero));
        Assert.False(Directory.Exists(mount + "/strata/a"));
    }

    [Fact]
    public void Missing_controllers_are_handed_down_from_the_top()
    {
        ICgroup group = hierarchy.Create(new CgroupSpec { Path = "strata/a", Accounting = true });
        group.Remove(TimeSpan.Zero);
        File.WriteAllText(mount + "/cgroup.subtree_control", "");
        File.WriteAllText(mount + "/strata/cgroup.subtree_control", "");
        hierarchy.Create(new CgroupSpec { Path = "strata/b" }).Remove(TimeSpan.Zero);
        Assert.Equal("+pids", File.ReadAllText(mount + "/cgroup.subtree_control"));
        Assert.Equal("+pids", File.ReadAllText(mount + "/strata/cgroup.subtree_control"));
    }

    [Fact]
    public void Refused_limit_names_the_file_and_leaves_no_group()
    {
        // A plain folder has no memory.max; a hybrid machine may have no memory controller here.
        LaunchException failure = Assert.Throws<LaunchException>(() => hierarchy.Create(new CgroupSpec { Path = "strata/a", MemoryBytes = 1 << 20 }));
        Assert.Contains("memory.max", failure.Message, StringComparison.Ordinal);
        File.WriteAllText(mount + "/cgroup.controllers", "hugetlb\n");
        failure = Assert.Throws<LaunchException>(() => hierarchy.Create(new CgroupSpec { Path = "strata/a", MemoryBytes = 1 << 20 }));
        Assert.Contains("the memory controller is not available", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(mount + "/strata/a"));
    }

    [Fact]
    public void Statistics_are_read_from_the_groups_files()
    {
        ICgroup group = hierarchy.Create(new CgroupSpec { Path = "strata/a" });
        string folder = mount + "/strata/a/";
        File.WriteAllText(folder + "memory.current", "4096\n");
        File.WriteAllText(folder + "memory.events", "low 0\noom 2\noom_kill 1\noom_group_kill 0\n");
        File.WriteAllText(folder + "cpu.stat", "usage_usec 250\nuser_usec 200\n");
        Assert.Equal(new CgroupStats(4096, null, 1, 250, null), group.ReadStats());
    }
}
