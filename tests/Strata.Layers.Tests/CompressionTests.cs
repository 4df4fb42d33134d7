using Strata.Blobs;
using Xunit;

namespace Strata.Layers.Tests;

[Trait("Kind", "Unit")]
public sealed class CompressionTests : IDisposable
{
    private readonly TemporaryStore store = new();
    private readonly byte[] tar = new TarBuilder().File("a", TemporaryStore.Noise(900_000)).File("b", new byte[3_000_000]).File("c", "small").ToArray();

    [Fact]
    public void Gzip_IsTheSameLayer() => AssertSame(TemporaryStore.Gzip(tar));

    [Fact]
    public void GzipOfSeveralMembers_IsTheSameLayer() =>
        AssertSame([.. TemporaryStore.Gzip(tar[..1000]), .. TemporaryStore.Gzip(tar[1000..700_000]), .. TemporaryStore.Gzip(tar[700_000..])]);

    [Fact]
    public void Zstandard_IsTheSameLayer() => AssertSame(TemporaryStore.Zstandard(tar));

    [Fact]
    public void ZstandardOfSeveralFrames_IsTheSameLayer()
    {
        byte[] skippable = [0x5e, 0x2a, 0x4d, 0x18, 5, 0, 0, 0, 1, 2, 3, 4, 5];
        AssertSame([.. skippable, .. TemporaryStore.Zstandard(tar[..1000]), .. skippable, .. TemporaryStore.Zstandard(tar[1000..]), .. skippable]);
    }

    [Fact]
    public void Plain_IsTheSameLayer() => AssertSame(tar);

    [Fact]
    public void CutStreams_AreRefused()
    {
        byte[] gzip = TemporaryStore.Gzip(tar);
        byte[] zstd = TemporaryStore.Zstandard(tar);
        foreach (byte[] blob in (byte[][])[gzip[..^2000], zstd[..^1], zstd[..500_000], gzip[..20]])
        {
            Assert.Throws<LayerException>(() => store.Layers.Import(Import(blob)));
        }

        Assert.Empty(store.Contents());
    }

    [Theory]
    [InlineData("\u00fd7zXZ\0", "xz")]
    [InlineData("BZh9", "bzip2")]
    [InlineData("<html>", "something else")]
    public void OtherFormats_AreRefusedByName(string start, string name)
    {
        byte[] blob = [.. System.Text.Encoding.Latin1.GetBytes(start), .. new byte[600]];
        Assert.Contains(name, Assert.Throws<LayerException>(() => store.Import(blob)).Message);
    }

    [Fact]
    public void Progress_CountsTheBlob()
    {
        long last = 0;
        byte[] blob = TemporaryStore.Gzip(tar);
        store.Layers.Import(Import(blob) with { Progress = count => last = count });
        Assert.Equal(blob.Length, last);
    }

    [Fact]
    public void Cancelled_LeavesNothing()
    {
        using CancellationTokenSource source = new();
        LayerImport import = Import(TemporaryStore.Gzip(tar)) with { Progress = _ => source.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() => store.Layers.Import(import, source.Token));
        Assert.Empty(store.Contents());
    }

    public void Dispose() => store.Dispose();

    private LayerImport Import(byte[] blob) => new() { Content = new MemoryStream(blob), DiffId = Digest.Of(tar) };

    private void AssertSame(byte[] blob)
    {
        ImportedLayer layer = store.Layers.Import(Import(blob) with { BlobDigest = Digest.Of(blob), BlobSize = blob.Length });
        Assert.Equal(Digest.Of(tar), layer.DiffId);
        Assert.Equal(tar.Length, layer.TarSize);
        Assert.Equal(3, layer.Entries);
        Assert.Equal(tar, store.Tar(layer.DiffId));
    }
}
