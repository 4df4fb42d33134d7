using System.Diagnostics;
using Strata.Linux;
using Xunit;

namespace Strata.Blobs.Tests;

[Trait("Kind", "Unit")]
public sealed class StagingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("strata-blobs-").FullName;
    private readonly BlobStore store;

    public StagingTests() => store = BlobStore.Open(folder);

    private string Staging => Path.Combine(folder, "staging");

    [Fact]
    public void PublishedBatch_IsThereAndItsStagingGone()
    {
        Digest name = Digest.Of("recipe"u8);
        Digest digest;
        using (StagingBatch batch = store.BeginBatch())
        {
            digest = batch.AddObject(new byte[5000]);
            Assert.Equal(digest, batch.AddObject(new byte[5000]));
            Assert.False(store.Objects.Contains(digest));
            using StagedFile file = batch.CreateFile();
            Assert.True(batch.Publish(store.Recipes, name, file));
            Assert.Equal((1, 5000L), (batch.NewObjects, batch.NewBytes));
        }

        Assert.Equal([digest], store.Objects.List());
        Assert.Equal([name], store.Recipes.List());
        Assert.Empty(Directory.GetFileSystemEntries(Staging));
    }

    [Fact]
    public void AbandonedBatch_LeavesNothing()
    {
        using (StagingBatch batch = store.BeginBatch())
        {
            batch.AddObject(new byte[5000]);
            using ObjectWriter writer = batch.BeginObject();
            writer.Write(new byte[10]);
        }

        Assert.Empty(Directory.GetFileSystemEntries(Staging));
        Assert.Empty(store.Objects.List());
    }

    [Fact]
    public void LargeObject_IsDroppedWhereItIsKnown()
    {
        byte[] content = new byte[3_000_000];
        content[7] = 1;
        using StagingBatch batch = store.BeginBatch();
        Assert.Equal(Digest.Of(content), Write(batch, content));
        Assert.Equal(Digest.Of(content), Write(batch, content));
        Assert.Equal(1, batch.NewObjects);
        Assert.Single(Directory.GetFiles(Staging, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void SameObjectFromTwoBatches_IsPublishedOnceAndKeepsItsInode()
    {
        using StagingBatch first = store.BeginBatch();
        using StagingBatch second = store.BeginBatch();
        Digest digest = first.AddObject(new byte[5000]);
        second.AddObject(new byte[5000]);
        using StagedFile one = first.CreateFile();
        using StagedFile two = second.CreateFile();
        first.Publish(store.Recipes, Digest.Of([1]), one);
        Assert.Equal(Errno.Ok, store.Objects.Open(digest, out FileFd before));
        Assert.True(second.Publish(store.Recipes, Digest.Of([2]), two));
        Assert.Equal(Errno.Ok, store.Objects.Open(digest, out FileFd after));
        Sys.FStat(before, out FileStat was).OrThrow();
        Sys.FStat(after, out FileStat now).OrThrow();
        Assert.Equal(was.Ino, now.Ino);
        before.Dispose();
        after.Dispose();
    }

    [Fact]
    public void LeftoversOfAKilledProcess_AreSweptAndThoseOfALivingOneNot()
    {
        string leftover = Path.Combine(Staging, "leftover");
        string program = $"import os, fcntl, time; os.mkdir('{leftover}'); f = os.open('{leftover}', os.O_RDONLY); fcntl.flock(f, fcntl.LOCK_EX); "
            + $"open('{leftover}/0', 'w').write('half'); print('ready', flush=True); time.sleep(60)";
        using Process owner = Process.Start(new ProcessStartInfo("python3", ["-c", program]) { RedirectStandardOutput = true })!;
        Assert.Equal("ready", owner.StandardOutput.ReadLine());
        BlobStore.Open(folder).Dispose();
        Assert.True(File.Exists(Path.Combine(leftover, "0")));
        owner.Kill();
        owner.WaitForExit();
        BlobStore.Open(folder).Dispose();
        Assert.False(Directory.Exists(leftover));
    }

    [Fact]
    public void Sweep_WaitsForABatch()
    {
        StagingBatch batch = store.BeginBatch();
        StoreGuard? guard = null;
        Thread sweeper = new(() => guard = store.HoldAlone());
        sweeper.Start();
        Assert.False(sweeper.Join(200));
        batch.Dispose();
        Assert.True(sweeper.Join(5000));
        Assert.True(guard!.IsExclusive);
        guard.Dispose();
    }

    [Fact]
    public void SweepWithoutTheStoreAlone_IsRefused()
    {
        using StoreGuard guard = store.Hold();
        using StoreTrash trash = new(store);
        Assert.Throws<ArgumentException>(() => StoreSweep.Run(store, guard, new StoreMarks(), trash));
    }

    [Fact]
    public void Chain_IsPublishedOnceItIsFilled()
    {
        Digest chainId = Digest.Of([9]);
        Assert.Throws<InvalidOperationException>(() => store.PublishChain(chainId, _ => throw new InvalidOperationException()));
        Assert.Equal(Errno.ENOENT, store.OpenChain(chainId, out _));
        store.PublishChain(chainId, file => Sys.WriteAll(file, "image"u8).OrThrow());
        Assert.Equal(Errno.Ok, store.OpenChain(chainId, out FileFd image));
        image.Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(Staging));
    }

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static Digest Write(StagingBatch batch, byte[] content)
    {
        using ObjectWriter writer = batch.BeginObject();
        writer.Write(content.AsSpan(0, 1_000_000));
        writer.Write(content.AsSpan(1_000_000));
        return writer.Finish();
    }
}
