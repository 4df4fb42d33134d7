using Strata.Blobs;
using Strata.Linux;
using Xunit;

namespace Strata.Layers.Tests;

[Trait("Kind", "Unit")]
public sealed class LayerStoreTests : IDisposable
{
    private readonly TemporaryStore store = new();

    [Fact]
    public void SameLayerFromManyThreads_IsThereOnce()
    {
        TarBuilder builder = new();
        for (int i = 0; i < 200; i++)
        {
            builder.File($"f{i}", TemporaryStore.Noise(5000 + i, i / 2));
        }

        byte[] tar = builder.ToArray();
        byte[] blob = TemporaryStore.Gzip(tar);
        Thread[] threads = [.. Enumerable.Range(0, 6).Select(i => new Thread(() =>
        {
            // Stores of their own, as processes have them.
            using BlobStore blobs = BlobStore.Open(store.Folder);
            new LayerStore(blobs).Import(new LayerImport { Content = new MemoryStream(i % 2 == 0 ? blob : tar), DiffId = Digest.Of(tar) });
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.True(store.Layers.IsKnown(Digest.Of(tar)));
        Assert.Equal(tar, store.Tar(Digest.Of(tar)));
        Assert.Equal(201, store.Contents().Count);
    }

    [Fact]
    public void ContentsOfTwoLayers_AreStoredOnce()
    {
        byte[] shared = TemporaryStore.Noise(2 << 20);
        byte[] middle = TemporaryStore.Noise(100_000);
        ImportedLayer first = store.Import(new TarBuilder().File("a", shared).File("b", shared).File("m", middle).ToArray());
        ImportedLayer second = store.Import(new TarBuilder().File("c", shared).File("m", middle).File("own", TemporaryStore.Noise(5000)).ToArray());
        Assert.Equal((2, 1), (first.NewObjects, second.NewObjects));
        Assert.Equal(5000, second.NewBytes);
    }

    [Fact]
    public void Sweep_TakesWhatNoMarkedLayerNeeds()
    {
        byte[] shared = TemporaryStore.Noise(50_000);
        ImportedLayer kept = store.Import(new TarBuilder().File("a", shared).ToArray());
        ImportedLayer dropped = store.Import(new TarBuilder().File("b", shared).File("c", TemporaryStore.Noise(60_000)).ToArray());
        store.Layers.EnsureChain([kept.DiffId]).Dispose();
        store.Layers.EnsureChain([kept.DiffId, dropped.DiffId]).Dispose();
        StoreMarks marks = new();
        marks.Recipes.Add(kept.DiffId);
        marks.Chains.Add(kept.DiffId);
        using (StoreTrash trash = new(store.Blobs))
        using (StoreGuard guard = store.Blobs.HoldAlone())
        {
            SweepResult result = store.Layers.Sweep(guard, marks, trash);
            Assert.Equal((1, 1, 1), (result.Recipes, result.Chains, result.Objects));
        }

        Assert.Single(store.Entries(kept.DiffId));
        Assert.False(store.Layers.IsKnown(dropped.DiffId));
        Assert.Equal(3, store.Contents().Count);
        using (StoreTrash trash = new(store.Blobs))
        using (StoreGuard guard = store.Blobs.HoldAlone())
        {
            store.Layers.Sweep(guard, new StoreMarks(), trash);
        }

        Assert.Empty(store.Contents());
    }

    [Fact]
    public void EnsureChain_BuildsOnceAndShowsTheMergedTree()
    {
        ImportedLayer below = store.Import(new TarBuilder().File("a", "1").File("b", "2").ToArray());
        ImportedLayer above = store.Import(new TarBuilder().File(".wh.a").File("c", "3").ToArray());
        Digest chainId = ChainId.Of([below.DiffId, above.DiffId]);
        store.Layers.EnsureChain([below.DiffId, above.DiffId]).Dispose();
        Assert.True(store.Blobs.Chains.Contains(chainId));
        FileFd image = store.Layers.EnsureChain([below.DiffId, above.DiffId]);
        using (image)
        {
            using ChainImage chain = ChainImage.Open(image);
            Assert.Equal(3ul, chain.NodeCount);
        }

        Assert.Throws<StoreException>(() => store.Layers.EnsureChain([below.DiffId, Digest.Of([1])]));
    }

    [Fact]
    public void ChainIds_AreThoseOfTheImageSpecification()
    {
        Digest a = Digest.Of([1]);
        Digest b = Digest.Of([2]);
        Assert.Equal(a, ChainId.Of([a]));
        Assert.Equal(Digest.Of(System.Text.Encoding.ASCII.GetBytes($"{a} {b}")), ChainId.Of([a, b]));
        Assert.Throws<ArgumentException>(() => ChainId.Of([]));
    }

    public void Dispose() => store.Dispose();
}
