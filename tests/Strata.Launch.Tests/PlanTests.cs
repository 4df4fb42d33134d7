using Xunit;

namespace Strata.Launch.Tests;

[Trait("Kind", "Unit")]
public sealed class PlanTests
{
    [Fact]
    public void Smallest_launch_is_these_calls()
    {
        LaunchSpec spec = new()
        {
            Root = "/roots/a",
            Args = ["/bin/true", "x"],
            Env = ["A=1"],
            Namespaces = Namespaces.Mount,
            Capabilities = CapabilitySets.ForRoot(~(1UL << (int)Capability.SysAdmin)),
        };
        string[] expected =
        [
            "close_range(gap0.first, gap0.last, 0) [EINVAL → 1]",
            "close_range(gap1.first, gap1.last, 0) [EINVAL → 2]",
            "close_range(gap2.first, gap2.last, 0) [EINVAL → 3]",
            "close_range(gap3.first, gap3.last, 0) [EINVAL → 4]",
            "close_range(gap4.first, gap4.last, 0) [EINVAL → 5]",
            "close_range(gap5.first, gap5.last, 0) [EINVAL → 6]",
            "close_range(gap6.first, gap6.last, 0) [EINVAL → 7]",
            "dup3(stdin, 0, 0)",
            "dup3(stdout, 1, 0)",
            "dup3(stderr, 2, 0)",
            "unshare(Mount)",
            "setsid()",
            "umask(0)",
            "mount(NULL, \"/\", NULL, MS_REC|MS_PRIVATE, NULL)",
            "open_tree(AT_FDCWD, \"/roots/a\", OPEN_TREE_CLONE|AT_RECURSIVE) = root",
            "move_mount(root, \"\", AT_FDCWD, \"/roots/a\", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_SYMLINKS)",
            "fchdir(root)",
            "fchdir(root)",
            "pivot_root(\".\", \".\")",
            "umount2(\".\", MNT_DETACH)",
            "chdir(\"/\")",
            "openat2(root, \"/\", {Directory|Path, NoMagicLinks|InRoot}, 24) = cwd",
            "fchdir(cwd)",
            "read(attached, byte, 1)",
            "prctl(PR_CAPBSET_DROP, 21, 0, 0, 0) [EINVAL → 25]",
            "prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)",
            "setgroups(0, [])",
            "setresgid(0, 0, 0)",
            "setresuid(0, 0, 0)",
            "umask(022)",
            "capset({v3, 0}, {effective 0xffffffffffdfffff, permitted 0xffffffffffdfffff, inheritable 0x0})",
        ];
        string[] steps = LaunchPlan.For(spec).Steps.Select(s => s.ToString()).ToArray();
        Assert.Equal(expected, steps[..expected.Length]);
        Assert.Equal(
            [
                "rt_sigprocmask(SIG_SETMASK, [], NULL, 8)",
                "fcntl(report, F_SETFD, 0)",
                "execveat(exec_image, \"\", [\"strata-exec\"], [], AT_EMPTY_PATH)",
                "close_range(3, ~0, CLOSE_RANGE_CLOEXEC)",
                "execve(\"/bin/true\", [\"/bin/true\", \"x\"], [\"A=1\"])",
            ],
            steps[^5..]);
    }

    [Fact]
    public void Command_without_a_slash_is_tried_in_each_folder_and_a_denied_one_is_remembered()
    {
        LaunchSpec spec = new() { Root = "/r", Args = ["c"], Env = ["PATH=/a::/b"] };
        Step[] steps = LaunchPlan.For(spec).Steps.ToArray();
        int first = Array.FindIndex(steps, s => s.Call == Syscall.ExecVe);
        string[] tries = steps[first..].Select(s => $"{s.Call.Name} {s.Arguments[0]} {string.Join(' ', s.Rules.Select(r => $"{r.Error}+{r.Target.Index - first}"))}").ToArray();
        Assert.Equal(
            [
                "execve \"/a/c\" ENOENT+1 ENOTDIR+1 EACCES+5",
                "execve \"./c\" ENOENT+2 ENOTDIR+2 EACCES+6",
                "execve \"/b/c\" ENOENT+3 ENOTDIR+3 EACCES+7",
                "raise ENOENT ",
                "execve \"/a/c\" ENOENT+5 ENOTDIR+5 EACCES+5",
                "execve \"./c\" ENOENT+6 ENOTDIR+6 EACCES+6",
                "execve \"/b/c\" ENOENT+7 ENOTDIR+7 EACCES+7",
                "raise EACCES ",
            ],
            tries);
    }

    [Fact]
    public void Mounts_are_placed_by_descriptor_and_made_before_the_old_root_goes()
    {
        LaunchPlan plan = LaunchPlan.For(DefaultSpec.For("/r", ["/x"]));
        Step[] steps = plan.Steps.ToArray();
        int pivot = Array.FindIndex(steps, s => s.Call == Syscall.PivotRoot);
        int exec = Array.FindIndex(steps, s => s.Call == Syscall.ExecVeAt);
        int proc = Array.FindIndex(steps, s => s.ToString() == "fsopen(\"proc\", FSOPEN_CLOEXEC) = fs");
        Assert.InRange(proc, 1, pivot);
        Assert.Equal("openat2(root, \"/proc\", {Path, NoMagicLinks|NoSymlinks|InRoot}, 24) = target", Without(steps[proc + 4].ToString()));
        Assert.Equal("move_mount(made, \"\", target, \"\", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)", steps[proc + 5].ToString());
        Assert.DoesNotContain(steps[pivot..exec], s => s.Call == Syscall.MoveMount || s.Call == Syscall.FsOpen);
        Assert.Single(steps, s => s.Call == Syscall.Mount); // The propagation of "/": nothing is mounted by a path.
    }

    [Fact]
    public void Every_rule_leads_to_a_step()
    {
        LaunchPlan plan = LaunchPlan.For(DefaultSpec.For("/r", ["x"]) with { Terminal = new TerminalSpec(), ReadOnlyRoot = true, HostName = "h" });
        Assert.All(plan.Steps.SelectMany(s => s.Rules), rule => Assert.InRange(rule.Target.Index, 0, plan.Steps.Count - 1));
        Assert.Contains("# mount proc on /proc\n", plan.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Clone_makes_the_pid_namespace_and_the_child_all_others()
    {
        LaunchPlan plan = LaunchPlan.For(DefaultSpec.For("/r", ["x"]));
        Assert.Equal(0x1_0010_1100UL | 0x2000_0000, plan.CloneFlags);
        Assert.Equal(["unshare(Mount|Uts|Ipc|Network)", "unshare(CLONE_NEWCGROUP)"], plan.Steps.Where(s => s.Call == Syscall.Unshare).Select(s => s.ToString()));
    }

    [Fact]
    public void What_cannot_be_launched_is_refused_before_anything_happens()
    {
        LaunchSpec good = DefaultSpec.For("/r", ["x"]);
        Assert.Throws<LaunchException>(() => LaunchPlan.For(good with { Args = [] }));
        Assert.Throws<LaunchException>(() => LaunchPlan.For(good with { Root = "relative" }));
        Assert.Throws<LaunchException>(() => LaunchPlan.For(good with { WorkingDirectory = "relative" }));
        Assert.Throws<LaunchException>(() => LaunchPlan.For(good with { HostName = "h", Namespaces = Namespaces.Mount }));
        Assert.Throws<LaunchException>(() => LaunchPlan.For(good with { SeccompFilter = new byte[7] }));
    }

    private static string Without(string step) => step.Split(" [")[0];
}
