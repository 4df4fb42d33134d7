using Strata.Linux;
using Xunit;

namespace Strata.Blobs.Tests;

[Trait("Kind", "Unit")]
public sealed class BlobStoreTests : IDisposable
{
    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("strata-blobs-").FullName, "root");

    [Fact]
    public void FirstOpen_MakesAStoreThatTheSecondFinds()
    {
        using (BlobStore.Open(folder))
        {
        }

        Assert.Equal("strata store 1\n", File.ReadAllText(Path.Combine(folder, "version")));
        Assert.Equal(256, Directory.GetDirectories(Path.Combine(folder, "objects")).Length);
        using BlobStore again = BlobStore.Open(folder);
        Assert.Empty(again.Objects.List());
    }

    [Theory]
    [InlineData("strata store 2\n", "newer")]
    [InlineData("strata store 1", "does not say")]
    [InlineData("something\n", "does not say")]
    [InlineData("", "does not say")]
    public void OtherVersion_IsRefusedAndSaysWhy(string version, string reason)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "version"), version);
        Assert.Contains(reason, Assert.Throws<StoreException>(() => BlobStore.Open(folder)).Message);
    }

    [Fact]
    public void FolderOfSomethingElse_IsRefusedAndLeftAlone()
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "letter"), "");
        Assert.Throws<StoreException>(() => BlobStore.Open(folder));
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void StoreWhoseMakingWasInterrupted_IsCompleted()
    {
        Directory.CreateDirectory(Path.Combine(folder, "objects", "00"));
        File.WriteAllText(Path.Combine(folder, "lock"), "");
        using BlobStore store = BlobStore.Open(folder);
        Assert.True(Directory.Exists(Path.Combine(folder, "objects", "ff")));
    }

    [Fact]
    public void OpenedByManyAtOnce_IsMadeOnce()
    {
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => BlobStore.Open(folder).Dispose());
        Assert.True(File.Exists(Path.Combine(folder, "version")));
    }

    [Fact]
    public void Blob_ComesOutAsItWasPut()
    {
        using BlobStore store = BlobStore.Open(folder);
        Digest digest = store.Blobs.Put("{}"u8);
        Assert.Equal(digest, store.Blobs.Put("{}"u8));
        Assert.Equal(Errno.Ok, store.Blobs.Get(digest, 100, out byte[] content));
        Assert.Equal("{}"u8.ToArray(), content);
        Assert.Equal(Errno.EFBIG, store.Blobs.Get(digest, 1, out _));
        Assert.Equal(Errno.ENOENT, store.Blobs.Get(Digest.Of("x"u8), 100, out _));
        File.WriteAllText(Path.Combine(folder, "blobs", "sha256", digest.Hex), "{]");
        Assert.Equal(Errno.EBADMSG, store.Blobs.Get(digest, 100, out _));
    }

    [Fact]
    public void StreamedBlob_MustBeWhatWasPromised()
    {
        using BlobStore store = BlobStore.Open(folder);
        byte[] content = new byte[300_000];
        Digest digest = Digest.Of(content);
        Assert.Throws<StoreException>(() => store.Blobs.Put(new MemoryStream(content), digest, content.Length - 1));
        Assert.Throws<StoreException>(() => store.Blobs.Put(new MemoryStream(content), digest, content.Length + 1));
        Assert.Throws<StoreException>(() => store.Blobs.Put(new MemoryStream(content), Digest.Of([1]), content.Length));
        Assert.Equal(2, Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length);
        store.Blobs.Put(new MemoryStream(content), digest, content.Length);
        Assert.True(store.Blobs.Contains(digest));
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
}
