using Strata.Blobs;
using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class ContainerStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("strata-containers-").FullName;
    private readonly BlobStore blobs;
    private readonly ContainerStore store;

    public ContainerStoreTests()
    {
        blobs = BlobStore.Open(Path.Combine(folder, "store"));
        store = new ContainerStore(blobs);
    }

    public void Dispose()
    {
        store.Dispose();
        blobs.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Container_IsFoundByNameAndIdAndItsBegin()
    {
        using ContainerFolder made = store.Create(Config, "web");

        Assert.Equal(made.Config.Id, store.Find("web").Id);
        Assert.Equal(made.Config.Id, store.Find(made.Config.Id).Id);
        Assert.Equal(made.Config.Id, store.Find(made.Config.Id[..5]).Id);
        Assert.Throws<ContainerException>(() => store.Find("nope"));
        Assert.Throws<ContainerException>(() => store.Find(""));
    }

    [Fact]
    public void TakenName_IsRefusedAndLeavesNothing()
    {
        using ContainerFolder made = store.Create(Config, "web");

        Assert.Contains("is in use", Assert.Throws<ContainerException>(() => store.Create(Config, "web")).Message, StringComparison.Ordinal);

        Assert.Single(store.Ids());
    }

    [Fact]
    public void NameOfAKilledBeginning_IsFreeAgain()
    {
        File.CreateSymbolicLink(Path.Combine(store.Path, "names/web"), new string('a', 64));

        using ContainerFolder made = store.Create(Config, "web");

        Assert.Equal("web", made.Config.Name);
    }

    [Fact]
    public void Container_RunsUntilItIsFinished()
    {
        using (ContainerFolder made = store.Create(Config, null))
        {
            Assert.True(Assert.Single(store.List()).IsRunning);
            made.Finish(new ContainerState(3, OutOfMemory: true, DateTimeOffset.UtcNow, "x"));
        }

        ContainerReport ended = Assert.Single(store.List());
        Assert.False(ended.IsRunning);
        Assert.Equal((3, true, "x"), (ended.State!.ExitCode, ended.State.OutOfMemory, ended.State.Error));
        Recovery.Sweep(store);
        store.Remove(ended.Config, force: false);
        Assert.Empty(store.Ids());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(store.Path, "names")));
    }

    [Fact]
    public void Sweep_LeavesARunningContainerAlone()
    {
        using ContainerFolder made = store.Create(Config, null);

        Recovery.Sweep(store);

        Assert.True(Assert.Single(store.List()).IsRunning);
        Assert.Throws<ContainerException>(() => store.Remove(made.Config, force: false));
    }

    [Fact]
    public void Sweep_GivesBackTheNameOfAContainerThatWasNeverMade()
    {
        // The name is taken first; then the command was killed.
        File.CreateSymbolicLink($"{store.Path}/names/web", ContainerId.Make());

        Recovery.Sweep(store);

        Assert.Empty(Directory.EnumerateFileSystemEntries($"{store.Path}/names"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sweep_PutsADeadContainerRight(bool autoRemove)
    {
        // Its lock goes with the process; a descriptor that is closed is the same to others.
        store.Create((id, name) => Config(id, name) with { Settings = new ContainerSettings { AutoRemove = autoRemove } }, "web").Dispose();

        Recovery.Sweep(store);

        if (autoRemove)
        {
            Assert.Empty(store.Ids());
            Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(store.Path, "names")));
        }
        else
        {
            ContainerReport report = Assert.Single(store.List());
            Assert.Equal((false, 137), (report.IsRunning, report.State!.ExitCode));
        }
    }

    [Fact]
    public void Sweep_TakesAwayWhatWasKilledAtItsBeginning()
    {
        Directory.CreateDirectory(Path.Combine(store.Path, new string('b', 64)));

        Recovery.Sweep(store);

        Assert.Empty(store.Ids());
    }

    [Fact]
    public void Sweep_WaitsForAContainerThatIsBeingMade()
    {
        string id = new('b', 64);
        Directory.CreateDirectory(Path.Combine(store.Path, id));
        using (FileStream guard = new(Path.Combine(store.Path, "lock"), FileMode.OpenOrCreate))
        {
            Strata.Linux.Sys.FLock(Strata.Linux.FileFd.FromNumber((int)guard.SafeFileHandle.DangerousGetHandle()), 1);

            Recovery.Sweep(store);

            Assert.Equal([id], store.Ids());
        }

        Recovery.Sweep(store);
        Assert.Empty(store.Ids());
    }

    [Fact]
    public void Configuration_ComesBackWhole()
    {
        using ContainerFolder made = store.Create(
            (id, name) => Config(id, name) with
            {
                DefaultEnv = ["C=D"],
                Settings = new ContainerSettings
                {
                    Volumes = [new VolumeSpec("/a", "/b", true)],
                    MemoryBytes = 1 << 30,
                    CpuQuotaMicroseconds = 5,
                    CpusetCpus = "0",
                    PidsLimit = 9,
                    Terminal = true,
                },
            },
            null);

        ContainerConfig read = store.Find(made.Config.Id);

        Assert.Equal(made.Config.Settings.Volumes, read.Settings.Volumes);
        Assert.Equal(made.Config.Args, read.Args);
        Assert.Equal(made.Config.Env, read.Env);
        Assert.Equal(made.Config.DefaultEnv, read.DefaultEnv);

        // Lists are compared above: a record compares them by reference.
        ContainerSettings settings = made.Config.Settings with { Volumes = read.Settings.Volumes };
        Assert.Equal(made.Config with { Args = read.Args, Env = read.Env, DefaultEnv = read.DefaultEnv, Settings = settings }, read);
    }

    private static ContainerConfig Config(string id, string name) => new()
    {
        Id = id,
        Name = name,
        Image = "bb:latest",
        ImageId = "sha256:" + new string('0', 64),
        Created = DateTimeOffset.UtcNow,
        Args = ["true"],
        Env = ["A=B"],
        WorkingDirectory = "/",
        User = "",
        HostName = "h",
    };
}
