using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Strata.Blobs;
using Xunit;

namespace Strata.Layers.Tests;

/// <summary>Layers in forms that are made to be read piece by piece are read as the ordinary ones that they also are.</summary>
[Trait("Kind", "Unit")]
public sealed class LazyFormatTests : IDisposable
{
    private static readonly byte[] tar = Tar();
    private readonly TemporaryStore store = new();

    public void Dispose() => store.Dispose();

    [Fact]
    public void EStargz_IsManyGzipMembersAndAFooter()
    {
        // stargz-snapshotter, docs/estargz.md: each chunk is a member of its own, the footer an empty one with an extra field.
        MemoryStream blob = new();
        foreach (byte[] chunk in tar.Chunk(1536))
        {
            blob.Write(TemporaryStore.Gzip(chunk));
        }

        blob.Write([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 26, 0, (byte)'S', (byte)'G', 22, 0, .. "0000000000001234STARGZ"u8, 1, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]);

        RequireTree(blob.ToArray());
    }

    [Fact]
    public void ZstdChunked_IsManyFramesAndSkippableOnes()
    {
        // containers/storage, pkg/chunked: a frame for each chunk, then the manifest and the footer in skippable frames.
        MemoryStream blob = new();
        foreach (byte[] chunk in tar.Chunk(2000))
        {
            blob.Write(TemporaryStore.Zstandard(chunk));
        }

        Skippable(blob, TemporaryStore.Zstandard(Encoding.UTF8.GetBytes("{\"version\":1,\"entries\":[]}")));
        Skippable(blob, [.. new byte[56], .. "GNUlInUx"u8]);

        RequireTree(blob.ToArray());
    }

    [Fact]
    public void BytesThatAreNoFrameAfterTheLast_AreRefused() =>
        Assert.ThrowsAny<Exception>(() => store.Import([.. TemporaryStore.Zstandard(tar), 1, 2, 3, 4, 5]));

    private static void Skippable(MemoryStream blob, byte[] content)
    {
        byte[] header = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x184d2a50);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), content.Length);
        blob.Write(header);
        blob.Write(content);
    }

    private static byte[] Tar()
    {
        MemoryStream stream = new();
        CanonicalTar writer = new(stream.Write);
        byte[] content = TemporaryStore.Noise(10_000);
        writer.Begin(new LayerEntry { Path = "bin"u8.ToArray(), Kind = EntryKind.Directory, Permissions = 0x1ed });
        writer.Begin(new LayerEntry { Path = "bin/big"u8.ToArray(), Kind = EntryKind.File, Size = content.Length });
        writer.Content(content);
        writer.Begin(new LayerEntry { Path = "stargz.index.json"u8.ToArray(), Kind = EntryKind.File, Size = 2 });
        writer.Content("{}"u8);
        writer.Finish();
        return stream.ToArray();
    }

    private void RequireTree(byte[] blob)
    {
        Digest diffId = store.Import(blob).DiffId;
        Assert.Equal(Digest.FromBytes(SHA256.HashData(tar)), diffId);
        Assert.Equal(["bin", "bin/big", "stargz.index.json"], store.Entries(diffId).Select(entry => TemporaryStore.Shown(entry.Path)));
        Assert.Equal(tar, store.Tar(diffId));
    }
}
