using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>An upper of 16 MiB that is full: what fails in the middle changes nothing and leaves nothing.</summary>
[Trait("Kind", "Mount")]
public sealed class CopyUpFailureTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("union-full-").FullName;
    private readonly UnionFixture union;

    public CopyUpFailureTests()
    {
        Sys.Mount("tmpfs"u8, UnionFixture.Bytes(folder), "tmpfs"u8, default, "size=16m,nr_inodes=200"u8).OrThrow();
        union = new UnionFixture(folder);
    }

    public void Dispose()
    {
        union.Dispose();
        TestDisk.Unmount(folder);
        Directory.Delete(folder);
    }

    [Fact]
    public void CopyUpWithoutSpace_IsENOSPC_AndLeavesNothing()
    {
        File.WriteAllBytes(union.Lower("large"), new byte[9 << 20]);
        FileStat before = union.Stat("large");
        Errno error = union.Tree.Open(union.Node("large"), OpenFlags.WriteOnly, false, union.Changes, out OpenFile? file);
        Assert.Equal(Errno.ENOSPC, error);
        Assert.Null(file);
        AssertNothingLeft();
        Assert.Equal(before.Size, union.Stat("large").Size);
        Assert.Equal(before.Blocks, union.Stat("large").Blocks);

        // A truncation needs no space.
        union.Overwrite("large", "small");
        Assert.Equal("small", union.Read("large"));
        Assert.Equal(9 << 20, new FileInfo(union.Lower("large")).Length);
    }

    [Fact]
    public void CopyUpBelowDirectories_WithoutInodes_LeavesNoStagedFile()
    {
        union.Write(union.Lower("a/b/c/file"), "content");
        _ = union.Tree;
        uint mode = union.Stat("a/b/c/file").Mode;
        FillInodes(leave: 2);
        NodeChange change = new() { Mode = 0x180 };
        Errno error = union.Tree.SetAttributes(union.Node("a/b/c/file"), null, change, union.Changes, out _);
        Assert.Equal(Errno.ENOSPC, error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(union.At("work/work")));
        Assert.Equal("content", union.Read("a/b/c/file"));
        Assert.Equal(mode, union.Stat("a/b/c/file").Mode);
    }

    [Theory]
    [InlineData("unlink")]
    [InlineData("rename")]
    [InlineData("mkdir")]
    public void ChangeOfNamesWithoutInodes_IsENOSPC_AndTheTreeIsAsBefore(string what)
    {
        union.Write(union.Lower("d/file"), "content");
        union.Write(union.Lower("d/sub/inner"), "inner");
        string before = union.Describe();
        FillInodes(leave: 0);
        Errno error = what switch
        {
            "unlink" => union.Unlink("d", "file"),
            "rename" => union.Rename("d", "sub", "", "moved"),
            _ => union.MakeDirectory("d", "new"),
        };
        Assert.Equal(Errno.ENOSPC, error);
        Assert.Equal(before, union.Describe());
        Assert.Empty(Directory.EnumerateFileSystemEntries(union.At("work/work")));
    }

    [Fact]
    public void LeftoversOfACrash_AreRemovedAtTheNextStart()
    {
        union.Write(union.Lower("file"), "content");
        Directory.CreateDirectory(union.At("work/work/#1/deep"));
        File.WriteAllText(union.At("work/work/#1/deep/staged"), "half");
        File.WriteAllText(union.At("work/work/#2"), "half");
        Assert.Equal("content", union.Read("file"));
        AssertNothingLeft();
    }

    [Fact]
    public void SecondUnionOverTheSameUpper_IsBusy()
    {
        _ = union.Tree;
        InodeNumbers numbers = new();
        using FolderLower lower = new([UnionFixture.OpenFolder(union.At("lower1"))], numbers, OverlayXattrs.Trusted);
        using FileFd upper = UnionFixture.OpenFolder(union.At("upper"));
        using FileFd work = UnionFixture.OpenFolder(union.At("work"));
        Assert.Equal(Errno.EBUSY, UnionTree.Open(lower, upper, work, numbers, new UnionOptions(), out _));
    }

    private void FillInodes(int leave)
    {
        List<string> files = [];
        try
        {
            while (true)
            {
                string path = union.At($"fill{files.Count}");
                File.WriteAllBytes(path, []);
                files.Add(path);
            }
        }
        catch (IOException)
        {
            files.TakeLast(leave).ToList().ForEach(File.Delete);
        }
    }

    private void AssertNothingLeft()
    {
        Assert.Empty(Directory.EnumerateFileSystemEntries(union.At("work/work")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(union.At("upper")));
    }
}
