using Strata.Linux;
using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class FolderRemovalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("strata-removal-").FullName;
    private readonly FileFd parent;

    public FolderRemovalTests() => Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(folder), OpenFlags.ReadOnly | OpenFlags.Directory, out parent).OrThrow();

    public void Dispose()
    {
        parent.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Tree_GoesWithoutFollowingSymlinks()
    {
        string tree = Directory.CreateDirectory(Path.Combine(folder, "tree")).FullName;
        string outside = Directory.CreateDirectory(Path.Combine(folder, "outside")).FullName;
        File.WriteAllText(Path.Combine(outside, "kept"), "");
        File.CreateSymbolicLink(Path.Combine(tree, "link"), outside);
        Directory.CreateDirectory(Path.Combine(tree, "a/b/c"));
        File.WriteAllText(Path.Combine(tree, "a/b/f"), "");
        Assert.Equal(Errno.Ok, Sys.MknodAt(parent, "tree/whiteout"u8, Strata.Linux.FileMode.CharDevice, default));

        Assert.Equal(Errno.Ok, FolderRemoval.Remove(parent, "tree"u8));

        Assert.False(Directory.Exists(tree));
        Assert.True(File.Exists(Path.Combine(outside, "kept")));
    }

    [Fact]
    public void FolderThatIsNotThere_IsRemovedAlready() => Assert.Equal(Errno.Ok, FolderRemoval.Remove(parent, "none"u8));

    [Fact]
    public void TreeDeeperThanDescriptorsReach_Goes()
    {
        Assert.Equal(Errno.Ok, Sys.MkdirAt(parent, "deep"u8, 0x1c0));
        Sys.OpenAt(parent, "deep"u8, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd at).OrThrow();
        for (int depth = 0; depth < 3000; depth++)
        {
            Sys.MkdirAt(at, "d"u8, 0x1c0).OrThrow();
            Sys.OpenAt(at, "d"u8, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd next).OrThrow();
            at.Dispose();
            at = next;
        }

        at.Dispose();

        Assert.Equal(Errno.Ok, FolderRemoval.Remove(parent, "deep"u8));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void TwoCommandsAtOnce_BothEnd()
    {
        for (int round = 0; round < 200; round++)
        {
            for (int i = 0; i < 20; i++)
            {
                Directory.CreateDirectory(Path.Combine(folder, $"tree/{i}/work/work"));
            }

            using Barrier start = new(2);
            Errno[] errors = new Errno[2];
            Thread[] threads = [.. Enumerable.Range(0, 2).Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                errors[i] = FolderRemoval.Remove(parent, "tree"u8);
            }) { IsBackground = true })];
            Array.ForEach(threads, thread => thread.Start());

            Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(30)), "it goes on for ever"));
            Assert.Equal([Errno.Ok, Errno.Ok], errors);
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        }
    }

    [Fact]
    public void FolderOfManyNames_Goes()
    {
        string many = Directory.CreateDirectory(Path.Combine(folder, "many")).FullName;
        for (int i = 0; i < 5000; i++)
        {
            File.WriteAllText(Path.Combine(many, $"a-name-of-some-length-{i}"), "");
        }

        Assert.Equal(Errno.Ok, FolderRemoval.Remove(parent, "many"u8));
        Assert.False(Directory.Exists(many));
    }
}
