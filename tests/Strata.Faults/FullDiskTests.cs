using Xunit;

namespace Strata.Faults;

/// <summary>A load onto a small file system that is filled to every level.</summary>
[Trait("Kind", "Faults")]
public sealed class FullDiskTests
{
    [Theory]
    [InlineData("ext4", null)]
    [InlineData("ext4", "inodes")]
    [InlineData("xfs", null)]
    public void FullDisk_IsNamedAndTheStoreIsSoundAndTheNextLoadSucceeds(string kind, string? scarce)
    {
        using Scene scene = new("one", "two");
        using SmallDisk disk = new(scene.Folder, kind, scarce);
        string store = Path.Combine(disk.Root, "store");
        Command.Ok(Command.Strata, "--root", store, "load", "-q", "-i", $"{scene.Layout}:two");
        string[] before = Scene.Contents(store);
        int refused = 0;
        for (int free = 0; free < 600; free = (free * 2) + 16)
        {
            disk.Fill(scarce is null ? free : free / 16);
            Outcome outcome = Command.Run(Command.Strata, "--root", store, "load", "-q", "-i", $"{scene.Layout}:one");
            string what = $"a load with {free} kB free";
            Assert.True(outcome.Code is 0 or 125, $"{what}: {outcome}");
            if (outcome.Code == 125)
            {
                refused++;
                Assert.Contains("No space left on device", outcome.Errors, StringComparison.Ordinal);
            }

            Scene.AssertSound(store, what);
            disk.Free();
            Command.Ok(Command.Strata, "--root", store, "load", "-q", "-i", $"{scene.Layout}:one");
            Scene.AssertSound(store, what + ", once more");
            Command.Ok(Command.Strata, "--root", store, "rmi", "one");
            Assert.Equal(before, Scene.Contents(store));
        }

        Assert.True(refused > 0, "the disk was never full");
    }

    [Theory]
    [InlineData("rmi", null)]
    [InlineData("rmi", "inodes")]
    [InlineData("prune", null)]
    public void RemovalOnAFullDisk_MakesRoom(string command, string? scarce)
    {
        using Scene scene = new("one", "two");
        using SmallDisk disk = new(scene.Folder, "ext4", scarce);
        string store = Path.Combine(disk.Root, "store");
        Command.Ok(Command.Strata, "--root", store, "load", "-q", "-i", scene.Layout);
        disk.Fill(0);

        Command.Ok(Command.Strata, ["--root", store, .. command == "rmi" ? (string[])["rmi", "one"] : ["system", "prune", "-af"]]);

        Scene.AssertSound(store, command);
        disk.Free();
        Command.Ok(Command.Strata, "--root", store, "load", "-q", "-i", $"{scene.Layout}:one");
    }
}
