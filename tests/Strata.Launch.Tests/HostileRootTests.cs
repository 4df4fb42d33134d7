using Strata.Linux;
using Xunit;

namespace Strata.Launch.Tests;

[Trait("Kind", "Container")]
public sealed class HostileRootTests : IDisposable
{
    private readonly ContainerRoot root = new();
    private readonly string outside = Directory.CreateTempSubdirectory("strata-outside-").FullName;

    public void Dispose()
    {
        root.Dispose();
        Directory.Delete(outside, recursive: true);
    }

    [Theory]
    [InlineData("/dev")]
    [InlineData("/proc")]
    [InlineData("/sys")]
    public void Folder_of_the_kernel_that_is_a_symlink_is_refused_and_the_host_untouched(string path)
    {
        File.CreateSymbolicLink(root.Path + path, "../../../../../../../.." + outside);
        string mounts = File.ReadAllText("/proc/self/mountinfo");
        LaunchException failure = Assert.Throws<LaunchException>(() => ContainerRoot.Run(root.Spec("/bin/true")));
        Assert.Equal(Errno.ELOOP, failure.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        Assert.Equal(mounts, File.ReadAllText("/proc/self/mountinfo"));
    }

    [Fact]
    public void Folder_dev_that_is_a_symlink_to_the_root_is_refused()
    {
        File.CreateSymbolicLink(root.Path + "/dev", "/");
        Assert.Equal(Errno.ELOOP, Assert.Throws<LaunchException>(() => ContainerRoot.Run(root.Spec("/bin/true"))).Error);
    }

    [Fact]
    public void Symlinks_inside_dev_of_the_image_lead_nowhere()
    {
        Directory.CreateDirectory(root.Path + "/dev");
        string victim = outside + "/victim";
        File.WriteAllText(victim, "untouched");
        foreach (string name in (string[])["null", "console", "pts", "shm", "mqueue", "ptmx"])
        {
            File.CreateSymbolicLink($"{root.Path}/dev/{name}", victim);
        }

        Outcome outcome = root.RunShell("echo x > /dev/null; stat -c %t:%T /dev/null");
        Assert.Equal("1:3", outcome.Output.Trim());
        Assert.Equal("untouched", File.ReadAllText(victim));
    }

    [Fact]
    public void Device_of_an_image_without_its_own_dev_is_not_made_through_a_symlink()
    {
        File.CreateSymbolicLink(root.Path + "/dev", "/");
        LaunchSpec spec = root.Spec("/bin/true") with { Mounts = [], MaskedPaths = [], ReadOnlyPaths = [] };
        Assert.Equal(Errno.ELOOP, Assert.Throws<LaunchException>(() => ContainerRoot.Run(spec)).Error);
    }

    [Fact]
    public void Volume_below_a_symlink_that_leads_outside_stays_inside()
    {
        // Both an absolute and a climbing link: the root is "/" for them.
        File.CreateSymbolicLink(root.Path + "/etc", outside);
        Directory.CreateDirectory(root.Path + outside);
        LaunchSpec spec = root.Shell("cat /etc/inside/mark") with
        {
            Mounts = [MountSpec.Bind(root.Path + "/bin", "/etc/inside")],
            Devices = [],
            Symlinks = [],
            MaskedPaths = [],
            ReadOnlyPaths = [],
        };
        File.WriteAllText(root.Path + "/bin/mark", "seen");
        Assert.Equal("seen", ContainerRoot.Run(spec).Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
    }

    [Fact]
    public void Mount_point_that_would_be_made_through_a_dangling_link_is_refused()
    {
        File.CreateSymbolicLink(root.Path + "/data", outside + "/new");
        LaunchSpec spec = root.Spec("/bin/true") with { Mounts = [MountSpec.Bind("/tmp", "/data/deep")] };
        Assert.Throws<LaunchException>(() => ContainerRoot.Run(spec));
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
    }

    [Theory]
    [InlineData("/proc/self/fd/7")]
    [InlineData("/proc/1/root")]
    [InlineData("/link")]
    public void Working_directory_that_is_a_magic_link_is_refused(string path)
    {
        File.CreateSymbolicLink(root.Path + "/link", "/proc/self/fd/7");
        LaunchException failure = Assert.Throws<LaunchException>(() => ContainerRoot.Run(root.Spec("/bin/pwd") with { WorkingDirectory = path }));
        Assert.Equal(125, failure.ExitCode);
    }

    [Fact]
    public void Working_directory_that_climbs_ends_at_the_root()
    {
        File.CreateSymbolicLink(root.Path + "/up", "../../../../..");
        Assert.Equal("/", ContainerRoot.Run(root.Spec("/bin/pwd") with { WorkingDirectory = "/up" }).Output.Trim());
        Assert.Throws<LaunchException>(() => LaunchPlan.For(root.Spec("/bin/pwd") with { WorkingDirectory = "/a/../../b" }));
    }

    [Fact]
    public void Masked_path_that_is_a_symlink_is_refused()
    {
        File.CreateSymbolicLink(root.Path + "/secret", "/bin");
        LaunchSpec spec = root.Spec("/bin/true") with { MaskedPaths = ["/secret"] };
        Assert.Equal(Errno.ELOOP, Assert.Throws<LaunchException>(() => ContainerRoot.Run(spec)).Error);
    }

    [Theory]
    [InlineData("/proc/self/exe")]
    [InlineData("/script")]
    public void Command_that_is_the_launchers_own_binary_gets_sealed_memory_instead(string command)
    {
        // CVE-2019-5736. What runs then is a loop of our few steps, until it is killed.
        File.WriteAllText(root.Path + "/script", "#!/proc/self/exe\n");
        root.SetMode("/script", 493);
        using ContainerProcess process = Launcher.Start(root.Spec(command));
        string? executable = new FileInfo($"/proc/{process.Pid}/exe").LinkTarget;
        Assert.StartsWith("/memfd:strata-exec", executable, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_with_a_NUL_is_refused()
    {
        Assert.Throws<LaunchException>(() => LaunchPlan.For(root.Spec("/bin/true", "a\0b")));
    }
}
