using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

[Trait("Kind", "Unit")]
public sealed class OpenFileTests : IDisposable
{
    private readonly UnionFixture union = new();

    public void Dispose() => union.Dispose();

    [Fact]
    public void ReaderOfALowerFile_SeesWhatAWriterWritesLater()
    {
        union.Write(union.Lower("file"), "before");
        using OpenFile reader = Open("file", OpenFlags.ReadOnly);
        Assert.True(reader.ReadsLower);
        union.Overwrite("file", "after!");
        Assert.Equal("after!", UnionFixture.ReadAll(reader));
        Assert.Equal("before", File.ReadAllText(union.Lower("file")));
    }

    [Fact]
    public void PinnedReader_KeepsTheOldContent_AndTheNameBecomesAnotherNode()
    {
        union.Write(union.Lower("file"), "before");
        UnionNode old = union.Node("file");
        using OpenFile reader = Open("file", OpenFlags.ReadOnly);
        Assert.True(union.Tree.TryPin(reader));
        Assert.False(union.Tree.DetachPinned(old, new Changes()));

        Open("file", OpenFlags.WriteOnly).Dispose();
        Assert.True(union.Tree.DetachPinned(old, new Changes()));
        UnionNode fresh = union.Node("file");
        Assert.NotSame(old, fresh);
        Assert.Equal(old.Ino, fresh.Ino);
        union.Overwrite("file", "after!");
        Assert.Equal("before", UnionFixture.ReadAll(reader));
        Assert.Equal("after!", union.Read("file"));
        Assert.Equal("before", File.ReadAllText(union.Lower("file")));

        // The old node's attributes are those of the file that it was.
        union.Tree.SetAttributes(old, null, new NodeChange { Mode = 0x180 }, union.Changes, out _).OrThrow();
        Assert.Equal(0x180u, union.Stat("file").Mode & 0xFFF);
    }

    [Fact]
    public void TruncatedFileWithAPinnedReader_BecomesAnotherNode_AndTheReaderKeepsSizeAndContent()
    {
        union.Write(union.Lower("file"), "before");
        UnionNode old = union.Node("file");
        using OpenFile reader = Open("file", OpenFlags.ReadOnly);
        Assert.True(union.Tree.TryPin(reader));

        NodeChange shorter = new() { Size = 3, Accessed = Timestamp.Omit, Modified = Timestamp.Omit };
        Assert.Equal(Errno.ESTALE, union.Tree.SetAttributes(old, null, shorter, union.Changes, out _));
        UnionNode fresh = union.Node("file");
        Assert.NotSame(old, fresh);
        union.Tree.SetAttributes(fresh, null, shorter, union.Changes, out FileStat stat).OrThrow();
        Assert.Equal(3ul, stat.Size);
        union.Tree.GetAttributes(old, out stat).OrThrow();
        Assert.Equal(6ul, stat.Size);
        Assert.Equal("before", UnionFixture.ReadAll(reader));
        Assert.Equal("bef", union.Read("file"));
    }

    [Fact]
    public void DescriptorOfALowerFile_IsNeverWritable()
    {
        union.Write(union.Lower("file"), "before");
        using OpenFile reader = Open("file", OpenFlags.ReadOnly);
        Assert.NotEqual(Errno.Ok, Sys.PWriteAll(reader.Descriptor, "x"u8, 0));
        Assert.Equal(Errno.EBADF, reader.Write(0, "x"u8, out _));
        Assert.Equal(Errno.EBADF, reader.Allocate(0, 0, 10));
        using OpenFile writer = Open("file", OpenFlags.ReadWrite);
        Assert.False(writer.ReadsLower);
        Sys.FStat(writer.Descriptor, out FileStat written).OrThrow();
        Sys.StatAt(FileFd.WorkingDirectory, UnionFixture.Bytes(union.Lower("file")), out FileStat below).OrThrow();
        Assert.NotEqual(below.Ino, written.Ino);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void UnlinkedFile_LivesOnThroughItsDescriptor(bool inLower)
    {
        if (inLower)
        {
            union.Write(union.Lower("file"), "content");
        }
        else
        {
            union.Create("", "file", "content");
        }

        UnionNode node = union.Node("file");
        using OpenFile file = Open("file", OpenFlags.ReadOnly);
        Assert.Equal(Errno.Ok, union.Unlink("", "file"));
        union.Tree.GetAttributes(node, out FileStat stat).OrThrow();
        Assert.Equal(0u, stat.Links);
        Assert.Equal("content", UnionFixture.ReadAll(file));
        union.Tree.SetAttributes(node, null, new NodeChange { Size = 3 }, union.Changes, out stat).OrThrow();
        Assert.Equal(3u, stat.Size);
        Assert.Equal("con", UnionFixture.ReadAll(file));
        Assert.Equal(Errno.ENOENT, union.TryFind("file", out _, out _));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(union.At("work/work")), path => !IsWhiteout(path));
    }

    [Fact]
    public void SparseFile_StaysSparseOverCopyUp()
    {
        using (FileStream sparse = File.Create(union.Lower("sparse")))
        {
            sparse.Seek(64 << 20, SeekOrigin.Begin);
            sparse.WriteByte(1);
        }

        Open("sparse", OpenFlags.WriteOnly).Dispose();
        FileStat stat = union.Stat("sparse");
        Assert.Equal((64u << 20) + 1, stat.Size);
        Assert.InRange(stat.Blocks, 1u, 64u);
    }

    [Fact]
    public void HardLinksOfTheUpper_AreOneNode()
    {
        union.Create("", "a", "x");
        union.Tree.MakeLink(union.Node("a"), union.Tree.Root, "b"u8, union.Changes, out UnionNode? linked, out FileStat stat).OrThrow();
        Assert.Same(union.Node("a"), linked);
        Assert.Equal(2u, stat.Links);
        Assert.Equal(Errno.Ok, union.Unlink("", "a"));
        Assert.Same(linked, union.Node("b"));
        Assert.Equal(1u, union.Stat("b").Links);

        // And after a restart, found by name.
        Assert.Equal(Errno.Ok, union.Rename("", "b", "", "c"));
        union.Tree.MakeLink(union.Node("c"), union.Tree.Root, "d"u8, union.Changes, out _, out _).OrThrow();
        union.Close();
        Assert.Same(union.Node("c"), union.Node("d"));
    }

    private static bool IsWhiteout(string path) =>
        Sys.StatAt(FileFd.WorkingDirectory, UnionFixture.Bytes(path), out FileStat stat) == Errno.Ok && stat.IsWhiteout;

    private OpenFile Open(string path, OpenFlags flags)
    {
        union.Tree.Open(union.Node(path), flags, false, union.Changes, out OpenFile? file).OrThrow(path);
        return file!;
    }
}
