using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;
using Strata.Testing;
using Xunit;

namespace Strata.Images.Tests;

[Trait("Kind", "Unit")]
public sealed class InterruptionTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void CancelledLoad_LeavesNothing()
    {
        string folder = Layout("one", 3).Folder;
        using CancellationTokenSource cancellation = new();
        workplace.Progress.OnLoaded = _ => cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => workplace.Images.Load(folder, workplace.Progress, cancellation.Token));

        Assert.Empty(workplace.StoreFiles());
    }

    [Fact]
    public void WhatAKilledLoadLeft_GoesWithTheNextCommand()
    {
        Import(Layout("one", 1));
        using (LoadMark killed = LoadMark.Begin(workplace.Blobs.Root))
        {
            workplace.Images.Recover();
            Assert.Contains(workplace.StoreFiles(), path => path.StartsWith("recipes/", StringComparison.Ordinal));
        }

        WaitUntilNobodyLoads();
        workplace.Images.Recover();

        Assert.Empty(workplace.StoreFiles());
    }

    [Fact]
    public void LoadAfterAKilledOne_UsesItsLayersAndSweepsTheRest()
    {
        TestLayout wanted = Layout("one", 2);
        Import(wanted);
        Import(Layout("other", 1));
        LoadMark.Begin(workplace.Blobs.Root).Dispose();
        WaitUntilNobodyLoads();

        workplace.Load(wanted.Folder);

        Assert.Equal(["Already exists", "Loaded"], workplace.Progress.Lines);
        Assert.Equal(2, workplace.StoreFiles().Count(path => path.StartsWith("recipes/", StringComparison.Ordinal)));
        workplace.Images.Remove(["one"], static _ => null, force: false);
        Assert.Empty(workplace.StoreFiles());
    }

    [Fact]
    public void LoadsAndRemovalsAtOnce_LoseNothing()
    {
        string[] folders = [.. Enumerable.Range(0, 4).Select(i => Layout("image" + i, 2).Folder)];

        Parallel.For(0, folders.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            // A store of its own, as another process has: the locks are those of open files.
            using BlobStore blobs = BlobStore.Open(workplace.StorePath);
            ImageStore images = new(blobs, new LayerStore(blobs));
            for (int round = 0; round < 5; round++)
            {
                images.Load(folders[i], new ProgressLog(), CancellationToken.None);
                Assert.Equal(2, images.Resolve("image" + i).DiffIds.Count);
                if (i % 2 == 0 || round < 4)
                {
                    images.Remove(["image" + i], static _ => null, force: false);
                }
            }
        });

        Assert.Equal(["image1:latest", "image3:latest"], workplace.Images.List().SelectMany(image => image.Names).Order());
        foreach (Image image in workplace.Images.List())
        {
            Assert.All(image.DiffIds, diffId => Assert.True(workplace.Images.TarSizeOf(diffId) > 0));
            Assert.True(workplace.Blobs.Chains.Contains(image.ChainId));
        }

        workplace.Images.Remove(["image1", "image3"], static _ => null, force: false);
        Assert.Empty(workplace.StoreFiles());
    }

    /// <summary>A program that another test has just started has copies of all descriptors until its exec, and with them their locks.</summary>
    private void WaitUntilNobodyLoads() => Assert.True(SpinWait.SpinUntil(
        () =>
        {
            Sys.OpenAt(workplace.Blobs.Root, "images.loading"u8, OpenFlags.ReadWrite, out FileFd mark).OrThrow("open images.loading");
            using (mark)
            {
                const int ExclusiveNonBlocking = 6;
                return Sys.FLock(mark, ExclusiveNonBlocking) == Errno.Ok;
            }
        },
        TimeSpan.FromSeconds(20)));

    /// <summary>Takes in the lowest layer alone, as a load that is killed before the end does.</summary>
    private void Import(TestLayout layout)
    {
        using FileStream content = File.OpenRead(layout.LayerPath(0));
        workplace.Layers.Import(new LayerImport { Content = content });
    }

    private TestLayout Layout(string name, int layers) => new TestLayout(workplace, "layout-" + name).With(
        name,
        [.. Enumerable.Range(0, layers).Select(i => TestLayout.Tar(workplace, $"{name}-{i}", TestLayout.Noise(name.Length + (i * 100), 30_000 + (i * 1000))))]);
}
