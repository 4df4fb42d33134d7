using System.Diagnostics;
using Strata.Conformance;
using Strata.Linux;
using Strata.Union.Tests;
using Xunit;
using Xunit.Abstractions;

namespace Strata.Fire;

/// <summary>Many files at once: all are there, each is listed once, all can be removed, and the server's memory follows.</summary>
[Trait("Kind", "Mount")]
public sealed class ManyFilesTests(ITestOutputHelper output)
{
    private const int FolderSize = 1000;

    /// <summary>What the server has of a file that the kernel knows, and a node's worth for what grows by doubling.</summary>
    private const long BytesPerFile = 700;

    /// <summary>KiB that come and go.</summary>
    private const long Slack = 4096;

    [Fact]
    public void FilesOfALargeMount_AreAllThereAndCanAllBeRemoved()
    {
        using Arena arena = new();
        Lower lower = new(arena, new LayerTree());
        using NativeMount mount = NativeMount.Mount(lower);
        Process server = mount.Server!;
        int files = FireSettings.Files;
        long before = ServerMemory.Resident(server);
        Stopwatch watch = Stopwatch.StartNew();

        // Half of them in one folder, the others in folders of a thousand.
        string[] folders = ["all", .. Enumerable.Range(0, files / 2 / FolderSize).Select(i => $"f{i}")];
        int[] sizes = [.. folders.Select((_, i) => i == 0 ? files / 2 : FolderSize)];
        for (int i = 0; i < folders.Length; i++)
        {
            Sys.MkdirAt(mount.Root, PathText.Bytes(folders[i]), 0b111_101_101).OrThrow();
            for (int j = 0; j < sizes[i]; j++)
            {
                Sys.MknodAt(mount.Root, PathText.Bytes($"{folders[i]}/file{j}"), FileMode.Regular | 0b110_100_100, default).OrThrow();
            }
        }

        Say("made");
        for (int i = 0; i < folders.Length; i++)
        {
            List<string> names = TreeSnapshot.Names(mount.Root, PathText.Bytes(folders[i]));
            Assert.Equal(sizes[i], names.Count);
            Assert.Equal(sizes[i], names.Distinct().Count(name => int.Parse(name.AsSpan("file".Length)) < sizes[i]));
        }

        Say("listed");
        long full = ServerMemory.Resident(server) - before;
        Assert.InRange(full, 0, (files * BytesPerFile >> 10) + Slack);
        for (int i = 0; i < folders.Length; i++)
        {
            TestDisk.Run("rm", "-rf", $"{mount.Point}/{folders[i]}");
        }

        Say("removed");
        TimeSpan limit = watch.Elapsed + TimeSpan.FromSeconds(10);
        Assert.Empty(TreeSnapshot.Names(mount.Root, "."u8.ToArray()));
        long bound = (full / 4) + Slack;
        while (ServerMemory.Resident(server) - before > bound && watch.Elapsed < limit)
        {
            Thread.Sleep(100);
        }

        Say("gone");
        Assert.InRange(ServerMemory.Resident(server) - before, long.MinValue, bound);

        void Say(string what) => output.WriteLine($"{files} files {what} after {watch.Elapsed.TotalSeconds:f1} s, {ServerMemory.Resident(server) - before} KiB more than {before}");
    }
}
