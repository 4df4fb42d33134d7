using System.Text.RegularExpressions;
using Xunit;

namespace Strata.Launch.Tests;

[Trait("Kind", "Container")]
public sealed class IsolationTests : IDisposable
{
    private readonly ContainerRoot root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void Host_name_is_the_containers_alone()
    {
        string before = Environment.MachineName;
        Assert.Equal("box", ContainerRoot.Run(root.Spec("/bin/hostname") with { HostName = "box" }).Output.Trim());
        Assert.Equal(before, Environment.MachineName);
    }

    [Fact]
    public void Command_is_process_1_and_sees_only_its_own()
    {
        Outcome outcome = root.RunShell("echo $$; ls /proc | grep -E '^[0-9]+$'");
        Assert.Equal("1", outcome.Lines[0]);
        Assert.All(outcome.Lines, pid => Assert.InRange(int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture), 1, 10));
    }

    [Fact]
    public void Mounts_are_the_containers_own_and_nothing_of_the_host()
    {
        string[] points = root.RunShell("cat /proc/self/mounts").Lines.Select(l => l.Split(' ')[1]).ToArray();
        Assert.Equal(["/", "/proc", "/dev", "/dev/pts", "/sys", "/dev/shm", "/dev/mqueue"], points[..7]);
        Assert.All(points[7..], p => Assert.Contains(p, (IEnumerable<string>)[.. DefaultSpec.MaskedPaths, .. DefaultSpec.ReadOnlyPaths]));
        Assert.All(DefaultSpec.ReadOnlyPaths.Where(p => Directory.Exists(p)), p => Assert.Contains(p, points));
    }

    [Fact]
    public void Masked_paths_are_empty_and_read_only_ones_refuse_writing()
    {
        Outcome outcome = root.RunShell("cat /proc/timer_list /proc/keys | wc -c; ls /sys/firmware | wc -l; echo 1 > /proc/sys/kernel/panic || echo refused; echo 1 > /proc/irq/default_smp_affinity || echo refused");
        Assert.Equal(["0", "0"], outcome.Lines[..2]);
        Assert.Equal(2, outcome.Lines.Count(l => l == "refused"));
        Assert.Equal(2, Regex.Count(outcome.Output, "Read-only file system"));
    }

    [Fact]
    public void Root_is_writable_unless_asked()
    {
        Assert.Equal(0, root.RunShell("touch /new").Status.Code);
        Assert.True(File.Exists(root.Path + "/new"));
        Outcome outcome = ContainerRoot.Run(root.Shell("touch /other || touch /dev/shm/fine && echo shm") with { ReadOnlyRoot = true });
        Assert.Contains("Read-only file system", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("shm", outcome.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(root.Path + "/other"));
    }

    [Fact]
    public void Root_has_dockers_capabilities_and_may_gain_others()
    {
        Outcome outcome = root.RunShell("grep -E '^(Cap|NoNewPrivs)' /proc/self/status");
        string[] expected =
            ["CapInh:\t0000000000000000", "CapPrm:\t00000000a80425fb", "CapEff:\t00000000a80425fb", "CapBnd:\t00000000a80425fb", "CapAmb:\t0000000000000000", "NoNewPrivs:\t0"];
        Assert.Equal(expected, outcome.Lines);
    }

    [Fact]
    public void Own_network_has_lo_up_and_nothing_else()
    {
        string[] links = root.RunShell("ip -o link").Lines;
        Assert.Contains("LOOPBACK,UP", Assert.Single(links), StringComparison.Ordinal);
    }

    [Fact]
    public void Network_of_the_host_is_seen_with_a_read_only_sys()
    {
        LaunchSpec spec = DefaultSpec.For(root.Path, ["/bin/sh", "-c", "readlink /proc/self/ns/net; mkdir /sys/kernel/x || echo refused; touch /sys/fs/cgroup/x || echo refused"], newNetwork: false);
        Outcome outcome = ContainerRoot.Run(spec);
        Assert.Equal(new FileInfo("/proc/self/ns/net").LinkTarget, outcome.Lines[0]);
        Assert.Equal(2, outcome.Lines.Count(l => l == "refused"));
    }

    [Fact]
    public void Namespaces_are_new()
    {
        string[] kinds = ["cgroup", "ipc", "mnt", "net", "pid", "uts"];
        string[] inside = root.RunShell($"for n in {string.Join(' ', kinds)}; do readlink /proc/self/ns/$n; done").Lines;
        Assert.Equal(kinds.Length, inside.Length);
        Assert.All(kinds.Zip(inside), pair => Assert.NotEqual(new FileInfo($"/proc/self/ns/{pair.First}").LinkTarget, pair.Second));
    }

    [Fact]
    public void Device_nodes_work_and_others_are_not_there()
    {
        Outcome outcome = root.RunShell("echo x > /dev/null && head -c 4 /dev/zero | wc -c && head -c 4 /dev/urandom | wc -c && echo x > /dev/full || echo full; ls /dev");
        Assert.Equal(["4", "4"], outcome.Lines[..2]);
        Assert.Contains("full", outcome.Lines);
        Assert.Equal(
            ["core", "fd", "full", "mqueue", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin", "stdout", "tty", "urandom", "zero"],
            outcome.Lines[^15..]);
    }

    [Fact]
    public void Volume_shows_the_hosts_folder_and_a_read_only_one_refuses_writing()
    {
        string host = Directory.CreateTempSubdirectory("strata-volume-").FullName;
        try
        {
            File.WriteAllText(host + "/f", "content");
            LaunchSpec spec = root.Shell("cat /mnt/a/f; cat /etc/one; touch /mnt/a/new; touch /mnt/b/new || echo refused") with
            {
                Mounts =
                [
                    .. DefaultSpec.Mounts(newNetwork: true),
                    MountSpec.Bind(host, "/mnt/a"), MountSpec.Bind(host, "/mnt/b", readOnly: true), MountSpec.Bind(host + "/f", "/etc/one"),
                ],
            };
            Outcome outcome = ContainerRoot.Run(spec);
            Assert.StartsWith("contentcontent", outcome.Output, StringComparison.Ordinal);
            Assert.EndsWith("refused\n", outcome.Output, StringComparison.Ordinal);
            Assert.True(File.Exists(host + "/new"));
        }
        finally
        {
            Directory.Delete(host, recursive: true);
        }
    }

    [Fact]
    public void Host_sees_no_mount_of_the_container()
    {
        string before = File.ReadAllText("/proc/self/mountinfo");
        ContainerRoot.Run(root.Shell("sleep 0.2"), _ => Assert.Equal(before, File.ReadAllText("/proc/self/mountinfo")));
        Assert.Equal(before, File.ReadAllText("/proc/self/mountinfo"));
    }
}
