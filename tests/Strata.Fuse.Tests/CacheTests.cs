using Strata.Linux;
using Xunit;

namespace Strata.Fuse.Tests;

[Trait("Kind", "Mount")]
public class CacheTests
{
    [Fact]
    public void MissingName_IsAskedForOnce()
    {
        using MemoryMount mount = new(new MemoryFileSystem());

        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(Errno.ENOENT, Sys.StatAt(FileFd.WorkingDirectory, mount.PathOf("missing"), out _));
        }

        Assert.Equal(1, mount.Files.CallsOf(nameof(IFileSystem.Lookup)));
    }

    [Fact]
    public void NegativeEntryWithoutTimeout_IsAskedForEveryTime()
    {
        using MemoryMount mount = new(new MemoryFileSystem { Timeout = CacheTime.None });

        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(Errno.ENOENT, Sys.StatAt(FileFd.WorkingDirectory, mount.PathOf("missing"), out _));
        }

        Assert.Equal(10, mount.Files.CallsOf(nameof(IFileSystem.Lookup)));
    }

    [Fact]
    public void NegativeEntry_GoesWithItsInvalidation()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        Assert.False(File.Exists(mount.At("late")));
        mount.Files.Add("late", FileMode.Regular | 0x1a4, [1]);
        Assert.False(File.Exists(mount.At("late")));

        mount.Files.Connection!.InvalidateName(NodeId.Root, new FileName("late"u8));

        Eventually.Is(() => File.Exists(mount.At("late")));
    }

    [Fact]
    public void CachedPages_GoWithTheirInvalidation()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        MemoryNode node = mount.Files.Add("file", FileMode.Regular | 0x1a4, [.. "old"u8]);
        Assert.Equal("old", File.ReadAllText(mount.At("file")));
        node.Content = [.. "new"u8];
        Assert.Equal("old", File.ReadAllText(mount.At("file")));

        mount.Files.Connection!.InvalidateNode(node.Id, 0, 0);

        Eventually.Is(() => File.ReadAllText(mount.At("file")) == "new");
    }

    [Fact]
    public void RemovedName_IsGoneWithoutALookup()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        MemoryNode node = mount.Files.Add("file", FileMode.Regular | 0x1a4, []);
        Assert.True(File.Exists(mount.At("file")));
        mount.Files.Root.Children!.Remove("file");
        Assert.True(File.Exists(mount.At("file")));

        mount.Files.Connection!.RemoveName(NodeId.Root, node.Id, new FileName("file"u8));

        Eventually.Is(() => !File.Exists(mount.At("file")));
    }

    [Fact]
    public void BytesStoredWhileOpening_AreNotReadAgain()
    {
        using MemoryMount mount = new(new MemoryFileSystem { StoresOnOpen = true });
        byte[] content = new byte[10_000];
        Random.Shared.NextBytes(content);
        mount.Files.Add("file", FileMode.Regular | 0x1a4, content);

        byte[] read = File.ReadAllBytes(mount.At("file"));

        Assert.Equal(content, read);
        Assert.Equal(0, mount.Files.CallsOf(nameof(IFileSystem.Read)));
    }

    [Fact]
    public void ForgottenNodes_AreFreed()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        for (int i = 0; i < 500; i++)
        {
            mount.Files.Add($"file-{i}", FileMode.Regular | 0x1a4, []);
        }

        _ = Directory.GetFileSystemEntries(mount.Directory);
        Assert.True(mount.Files.KnownNodes > 500);
        for (int i = 0; i < 500; i++)
        {
            File.Delete(mount.At($"file-{i}"));
        }

        Eventually.Is(() => mount.Files.KnownNodes == 1);
        Assert.Empty(mount.Log.Lines);
    }
}
