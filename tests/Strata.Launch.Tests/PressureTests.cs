using Xunit;

namespace Strata.Launch.Tests;

[Trait("Kind", "Container")]
public sealed class PressureTests : IDisposable
{
    private readonly ContainerRoot root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public async Task Five_hundred_launches_under_collections_do_not_hang_and_leave_nothing()
    {
        using CancellationTokenSource stop = new();
        Task garbage = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                _ = new byte[100_000];
                GC.Collect(0);
            }
        });
        string mounts = File.ReadAllText("/proc/self/mountinfo");
        LaunchSpec spec = root.Spec("/bin/true");
        ContainerRoot.Run(spec);
        int descriptors = Descriptors();
        Parallel.For(0, 2, _ =>
        {
            for (int i = 0; i < 250; i++)
            {
                using ContainerProcess process = Launcher.Start(spec);
                Assert.Equal(0, process.Wait().Code);
            }
        });
        await stop.CancelAsync();
        await garbage;
        Assert.Equal(mounts, File.ReadAllText("/proc/self/mountinfo"));

        // Other tests of this process may hold a few for the moment.
        Assert.InRange(Descriptors(), 0, descriptors + 20);
    }

    [Fact]
    public void Launch_that_fails_leaves_no_process_and_no_descriptor()
    {
        LaunchSpec spec = root.Spec("nonsuch") with { Cgroup = new CgroupSpec { Path = "strata-test/failing" } };
        Assert.Throws<LaunchException>(() => Launcher.Start(spec));
        int before = Descriptors();
        for (int i = 0; i < 50; i++)
        {
            Assert.Throws<LaunchException>(() => Launcher.Start(spec));
        }

        Assert.InRange(Descriptors(), 0, before + 20);
        Assert.Null(CgroupHierarchy.OfMachine.FindLeftover("strata-test/failing"));
    }

    private static int Descriptors() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
}
