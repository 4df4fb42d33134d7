using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

[Trait("Kind", "Mount")]
public sealed class OverlayFormatTests : IDisposable
{
    private readonly UnionFixture union = new();

    public void Dispose() => union.Dispose();

    private void AssertKernelAgrees()
    {
        string ours = union.Describe();
        Assert.Equal(ours, union.DescribeByKernel());
        Assert.Equal(ours, union.Describe());
    }

    [Fact]
    public void UntouchedLowers_AreMergedAsByTheKernel()
    {
        union.Write(union.Lower("both/low"), "low");
        union.Write(union.Lower("both/same"), "hidden");
        union.Write(union.LowerTop("both/same"), "shown");
        union.Write(union.Lower("gone/deep/file"), "x");
        Sys.MknodAt(FileFd.WorkingDirectory, UnionFixture.Bytes(union.LowerTop("gone")), 0x2000, default).OrThrow();
        Assert.Equal(["both"], union.List("/"));
        Assert.Equal(["low", "same"], union.List("both", piece: 1));
        Assert.Equal("shown", union.Read("both/same"));
        AssertKernelAgrees();
    }

    [Fact]
    public void RemovedLowerNames_StayRemovedForTheKernel()
    {
        union.Write(union.Lower("d/a"), "a");
        union.Write(union.Lower("d/b"), "b");
        union.Write(union.Lower("e/f/g"), "g");
        Assert.Equal(Errno.Ok, union.Unlink("d", "a"));
        Assert.Equal(Errno.ENOTEMPTY, union.RemoveDirectory("e", "f"));
        Assert.Equal(Errno.Ok, union.Unlink("e/f", "g"));
        Assert.Equal(Errno.Ok, union.RemoveDirectory("e", "f"));
        Assert.Equal(Errno.ENOENT, union.TryFind("d/a", out _, out _));
        Assert.Equal(["b"], union.List("d"));
        Assert.Equal([], union.List("e"));
        Assert.True(IsWhiteout(union.Upper("d/a")));
        Assert.True(IsWhiteout(union.Upper("e/f")));
        AssertKernelAgrees();
    }

    [Fact]
    public void DirectoryMadeWhereTheLowerHadOne_IsOpaque()
    {
        union.Write(union.Lower("d/inner/old"), "old");
        Assert.Equal(Errno.Ok, union.Unlink("d/inner", "old"));
        Assert.Equal(Errno.Ok, union.RemoveDirectory("d", "inner"));
        Assert.Equal(Errno.Ok, union.MakeDirectory("d", "inner"));
        union.Create("d/inner", "new", "new");
        Assert.Equal(["new"], union.List("d/inner"));
        AssertKernelAgrees();
    }

    [Fact]
    public void ChangedLowerFile_IsCopiedUpWithItsDirectories()
    {
        union.Write(union.Lower("a/b/c/file"), "before");
        union.Write(union.Lower("a/b/c/other"), "other");
        FileStat before = union.Stat("a/b/c/file");
        FileStat directory = union.Stat("a/b/c");
        union.Overwrite("a/b/c/file", "after");
        Assert.Equal("after", union.Read("a/b/c/file"));
        Assert.Equal("before", File.ReadAllText(union.Lower("a/b/c/file")));
        Assert.Equal(before.Ino, union.Stat("a/b/c/file").Ino);
        Assert.Equal(directory.Ino, union.Stat("a/b/c").Ino);
        Assert.Equal(directory.Modified, union.Stat("a/b/c").Modified);
        Assert.False(File.Exists(union.Upper("a/b/c/other")));
        AssertKernelAgrees();
    }

    [Theory]
    [InlineData("d", "inner", "d", "moved")]
    [InlineData("d", "inner", "", "moved")]
    [InlineData("", "d", "x", "moved")]
    public void RenamedLowerDirectory_KeepsItsLowerContent(string from, string name, string to, string newName)
    {
        union.Write(union.Lower("d/inner/deep/file"), "content");
        union.Write(union.LowerTop("d/inner/top"), "top");
        union.Write(union.Lower("x/other"), "x");
        string[] before = union.List($"{from}/{name}");
        Assert.Equal(Errno.Ok, union.Rename(from, name, to, newName));
        Assert.Equal(Errno.ENOENT, union.TryFind($"{from}/{name}", out _, out _));
        Assert.Equal(before, union.List($"{to}/{newName}"));
        AssertKernelAgrees();

        // And once more, into the place that was left.
        Assert.Equal(Errno.Ok, union.MakeDirectory(from, name));
        Assert.Equal(Errno.Ok, union.Rename(to, newName, from, name));
        Assert.Equal(before, union.List($"{from}/{name}"));
        AssertKernelAgrees();
    }

    [Fact]
    public void PureUpperDirectoryMovedOverALowerOne_HidesIt()
    {
        union.Write(union.Lower("d/old"), "old");
        union.MakeDirectory("", "fresh").OrThrow();
        union.Create("fresh", "new", "new");
        Assert.Equal(Errno.ENOTEMPTY, union.Rename("", "fresh", "", "d"));
        Assert.Equal(Errno.Ok, union.Unlink("d", "old"));
        Assert.Equal(Errno.Ok, union.Rename("", "fresh", "", "d"));
        Assert.Equal(["new"], union.List("d"));
        AssertKernelAgrees();
    }

    [Fact]
    public void ExchangedNames_ChangePlacesWithAllTheyHave()
    {
        union.Write(union.Lower("d/in/a"), "a");
        union.Write(union.Lower("e/in/b"), "b");
        union.Write(union.Lower("file"), "file");
        Assert.Equal(Errno.Ok, union.Rename("d", "in", "e", "in", RenameFlags.Exchange));
        Assert.Equal(["b"], union.List("d/in"));
        Assert.Equal(Errno.Ok, union.Rename("", "file", "", "d", RenameFlags.Exchange));
        Assert.Equal("file", union.Read("d"));
        Assert.Equal(["b"], union.List("file/in"));
        AssertKernelAgrees();
    }

    [Fact]
    public void NameMadeAndRemovedInAMergedDirectory_LeavesNoWhiteout()
    {
        union.Write(union.Lower("d/low"), "low");
        union.Create("d", "fresh", "x");
        Assert.Equal(Errno.Ok, union.Unlink("d", "fresh"));
        union.MakeDirectory("d", "dir").OrThrow();
        Assert.Equal(Errno.Ok, union.RemoveDirectory("d", "dir"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(union.Upper("d")));
        AssertKernelAgrees();
    }

    private static bool IsWhiteout(string path) =>
        Sys.StatAt(FileFd.WorkingDirectory, UnionFixture.Bytes(path), out FileStat stat) == Errno.Ok && stat.IsWhiteout;
}
