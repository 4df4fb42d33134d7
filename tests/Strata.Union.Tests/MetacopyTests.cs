using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>Files of which only the attributes were copied up.</summary>
[Trait("Kind", "Mount")]
public sealed class MetacopyTests : IDisposable
{
    private const string KernelOptions = "redirect_dir=on,index=off,metacopy=on";
    private static readonly string Large = new('x', 100_000);
    private readonly UnionFixture union = new();

    public static TheoryData<string> Changes => new("chmod", "chown", "times", "xattr", "rename", "link");

    public void Dispose() => union.Dispose();

    [Theory]
    [MemberData(nameof(Changes))]
    public void ChangeOfAttributesAlone_LeavesTheContentBelow_AndTheKernelReadsIt(string what)
    {
        union.Write(union.Lower("d/file"), Large);
        FileStat before = union.Stat("d/file");
        string path = Change(what);
        Assert.Equal(Large, union.Read(path));
        Assert.InRange(OnDisk(path).Blocks, 0u, 16u);
        Assert.Equal(before.Size, OnDisk(path).Size);
        Assert.Equal(before.Blocks, union.Stat(path).Blocks);
        Assert.Equal(before.Ino, union.Stat(path).Ino);
        Assert.True(HasMark(path));
        string ours = union.Describe();
        Assert.Equal(ours, union.DescribeByKernel());
        Assert.Equal(ours, union.Describe());
        Assert.Equal(before.Blocks, union.Stat(path).Blocks);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void FileThatTheKernelLeftBelow_IsReadAndWritten(string what)
    {
        union.Write(union.Lower("d/file"), Large);
        string path = "d/file";
        union.ByKernel(KernelOptions, mount => path = ChangeByKernel(what, mount));
        Assert.Equal(Large, union.Read(path));
        Assert.True(HasMark(path));
        string ours = union.Describe();
        Assert.Equal(ours, union.DescribeByKernel());
        Append(path);
        Assert.False(HasMark(path));
        Assert.Equal(Large + "more", union.Read(path));
        Assert.Equal(union.Describe(), union.DescribeByKernel());
        Assert.Equal(Large, File.ReadAllText(union.Lower("d/file")));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void FirstWrite_BringsTheContent_AndTakesTheMark(string what)
    {
        union.Write(union.Lower("d/file"), Large);
        string path = Change(what);
        FileStat before = union.Stat(path);
        Open(path, OpenFlags.WriteOnly).Dispose();
        FileStat after = union.Stat(path);
        Assert.Equal(before.Modified, after.Modified);
        Assert.Equal(before.Mode, after.Mode);
        Assert.Equal(before.Links, after.Links);
        Assert.False(HasMark(path));
        Assert.True(OnDisk(path).Blocks * 512 >= 100_000);
        Append(path);
        Assert.Equal(Large + "more", union.Read(path));
        Assert.Equal(union.Describe(), union.DescribeByKernel());
        Assert.Equal(Large, File.ReadAllText(union.Lower("d/file")));
    }

    [Fact]
    public void Truncation_TakesTheMark_AndCopiesNoMoreThanItKeeps()
    {
        union.Write(union.Lower("a"), Large);
        union.Write(union.Lower("b"), Large);
        union.Write(union.Lower("c"), Large);
        foreach (string name in (string[])["a", "b", "c"])
        {
            Set(name, new NodeChange { Mode = 0x180 });
        }

        Open("a", OpenFlags.WriteOnly | OpenFlags.Truncate).Dispose();
        Set("b", new NodeChange { Size = 5 });
        Set("c", new NodeChange { Size = 100_010 });
        Assert.Equal("", union.Read("a"));
        Assert.Equal("xxxxx", union.Read("b"));
        Assert.Equal(Large + new string('\0', 10), Read("c"));
        Assert.All((string[])["a", "b", "c"], name => Assert.False(HasMark(name)));
        Assert.InRange(OnDisk("b").Blocks, 0u, 16u);
        Assert.Equal(union.Describe(), union.DescribeByKernel());
    }

    [Fact]
    public void EveryNameOfAFileBelow_LeadsToItsContent_WhereverItMoves()
    {
        union.Write(union.Lower("d/sub/file"), Large);
        union.Write(union.Lower("x/y"), "y");
        union.Tree.MakeLink(union.Node("d/sub/file"), union.Node("x"), "link"u8, union.Changes, out _, out _).OrThrow();
        union.Rename("", "d", "x", "d").OrThrow();
        union.Rename("x/d", "sub", "", "sub").OrThrow();
        union.Rename("sub", "file", "sub", "other").OrThrow();
        union.Rename("x", "link", "x", "renamed").OrThrow();
        string ours = union.Describe();
        union.Close();
        Assert.Equal(Large, union.Read("x/renamed"));
        Assert.Equal(Large, union.Read("sub/other"));
        Assert.Equal(2u, union.Stat("sub/other").Links);
        Assert.Equal(ours, union.DescribeByKernel());
        Append("sub/other");
        Assert.Equal(Large + "more", union.Read("x/renamed"));
        Assert.Equal(union.Describe(), union.DescribeByKernel());
    }

    [Fact]
    public void MetacopyOff_CopiesAll_AndRefusesWhatWasLeftBelow()
    {
        union.Write(union.Lower("a"), Large);
        union.Write(union.Lower("b"), Large);
        Set("a", new NodeChange { Mode = 0x180 });
        union.Close();
        union.Open(new UnionOptions { Metacopy = false });
        Assert.Equal(Errno.EPERM, union.TryFind("a", out _, out _));
        Set("b", new NodeChange { Mode = 0x180 });
        Assert.False(HasMark("b"));
        Assert.Equal(union.Stat("b").Blocks, OnDisk("b").Blocks);
    }

    [Fact]
    public void FileWithoutItsContentBelow_IsEIO()
    {
        union.Write(union.Lower("a"), Large);
        Set("a", new NodeChange { Mode = 0x180 });
        union.Close();
        File.Delete(union.Lower("a"));
        Assert.Equal(Errno.EIO, union.TryFind("a", out _, out _));
        Directory.CreateDirectory(union.Lower("a"));
        union.Close();
        Assert.Equal(Errno.EIO, union.TryFind("a", out _, out _));
    }

    [Fact]
    public void CapabilitiesAndSetIds_StayWithTheContentThatFollows()
    {
        union.Write(union.Lower("a"), Large);
        byte[] capability = [1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Set("a", new NodeChange { Mode = 0xDED });
        union.Tree.SetXattr(union.Node("a"), "security.capability"u8, capability, 0, false, union.Changes).OrThrow();
        Open("a", OpenFlags.ReadWrite).Dispose();
        byte[] kept = new byte[100];
        union.Tree.GetXattr(union.Node("a"), "security.capability"u8, kept, out int length).OrThrow();
        Assert.Equal(capability, kept[..length]);
        Assert.Equal(0xDEDu, union.Stat("a").Mode & 0xFFF);
        Assert.False(HasMark("a"));
    }

    [Fact]
    public void ReaderFromBefore_ReadsWhatIsWrittenLater()
    {
        union.Write(union.Lower("a"), "before");
        using OpenFile early = Open("a", OpenFlags.ReadOnly);
        Set("a", new NodeChange { Mode = 0x1B4 });
        using OpenFile late = Open("a", OpenFlags.ReadOnly);
        Assert.Equal("before", UnionFixture.ReadAll(late));
        union.Overwrite("a", "after!");
        Assert.Equal("after!", UnionFixture.ReadAll(early));
        Assert.Equal("after!", UnionFixture.ReadAll(late));
        Assert.Equal("before", File.ReadAllText(union.Lower("a")));
    }

    [Fact]
    public void ReaderForWhomTheKernelReads_StaysThroughAChangeOfAttributes_AndKeepsItsContentAtTheFirstWrite()
    {
        union.Write(union.Lower("a"), "before");
        Set("a", new NodeChange { Mode = 0x1B4 });
        UnionNode node = union.Node("a");
        using OpenFile pinned = Open("a", OpenFlags.ReadOnly);
        Assert.True(pinned.ReadsLower);
        Assert.True(union.Tree.TryPin(pinned));
        Assert.False(union.Tree.DetachPinned(node, new Changes()));
        using OpenFile writer = Open("a", OpenFlags.WriteOnly);
        Assert.True(union.Tree.DetachPinned(node, new Changes()));
        writer.Write(0, "after!"u8, out _).OrThrow();
        Assert.Equal("before", UnionFixture.ReadAll(pinned));
        Assert.Equal("after!", union.Read("a"));
        Assert.Equal(node.Ino, union.Stat("a").Ino);
        Assert.Equal("before", File.ReadAllText(union.Lower("a")));
    }

    [Fact]
    public void FileBelowThatLostItsName_KeepsItsContent()
    {
        union.Write(union.Lower("a"), Large);
        UnionNode node = union.Node("a");
        using OpenFile file = Open("a", OpenFlags.ReadOnly);
        union.Unlink("", "a").OrThrow();
        union.Tree.SetAttributes(node, null, new NodeChange { Mode = 0x180 }, union.Changes, out FileStat stat).OrThrow();
        Assert.Equal(0u, stat.Links);
        Assert.Equal(Large, UnionFixture.ReadAll(file));
        union.Tree.Open(node, OpenFlags.ReadWrite, false, union.Changes, out OpenFile? writer).OrThrow();
        using (writer)
        {
            writer!.Write(0, "y"u8, out _).OrThrow();
            Assert.Equal("y" + Large[1..], UnionFixture.ReadAll(writer));
        }
    }

    [Fact]
    public void ContentLeftInAChainImage_IsFoundByTheKernelOverTheSameImage_AndTheReverse()
    {
        byte[] large = [.. Enumerable.Range(0, 50_000).Select(i => (byte)('a' + (i % 26)))];
        using ChainFixture chain = new(new ChainLayer().Directory("d").Directory("x")
            .File("d/small", "small"u8.ToArray()).File("d/large", large).File("d/kernel", [.. large, 1]).File("d/moved", [.. large, 2]).File("x/y", "y"u8.ToArray()));
        foreach (string name in (string[])["small", "large"])
        {
            chain.Tree.SetAttributes(chain.Node($"d/{name}"), null, new NodeChange { Mode = 0x1B4 }, chain.Changes, out _).OrThrow(name);
        }

        chain.Rename("d", "moved", "x", "moved").OrThrow();
        chain.Rename("", "d", "x", "dir").OrThrow();
        string ours = chain.Describe();
        Assert.Contains("wxyz", chain.Read("x/dir/large"), StringComparison.Ordinal);
        chain.ByKernel(KernelOptions, mount =>
        {
            Assert.Equal(large, File.ReadAllBytes($"{mount}/x/dir/large"));
            Assert.Equal([.. large, 2], File.ReadAllBytes($"{mount}/x/moved"));
            TestDisk.Run("chmod", "600", $"{mount}/x/dir/kernel");
            TestDisk.Run("mv", $"{mount}/x/dir/kernel", $"{mount}/kernel");
            Assert.Equal([.. large, 1], File.ReadAllBytes($"{mount}/kernel"));
        });
        Assert.Equal(50_001u, chain.Stat("kernel").Size);
        Assert.Equal(System.Text.Encoding.UTF8.GetString([.. large, 1]), chain.Read("kernel"));
        Assert.True(File.Exists(chain.Upper("kernel")));
        Assert.NotEqual(ours, chain.Describe());
        chain.Overwrite("kernel", "new");
        chain.Overwrite("x/dir/small", "new");
        Assert.Equal(chain.Describe(), chain.DescribeByKernel());
    }

    private string Change(string what)
    {
        switch (what)
        {
            case "chmod":
                Set("d/file", new NodeChange { Mode = 0x180 });
                return "d/file";
            case "chown":
                Set("d/file", new NodeChange { Uid = 7 });
                return "d/file";
            case "times":
                Set("d/file", new NodeChange { Modified = new Timestamp(1_000_000, 7) });
                return "d/file";
            case "xattr":
                union.Tree.SetXattr(union.Node("d/file"), "user.x"u8, "value"u8, 0, false, union.Changes).OrThrow();
                return "d/file";
            case "rename":
                union.Rename("d", "file", "", "moved").OrThrow();
                return "moved";
            default:
                union.Tree.MakeLink(union.Node("d/file"), union.Tree.Root, "link"u8, union.Changes, out _, out _).OrThrow();
                return "link";
        }
    }

    private static string ChangeByKernel(string what, string mount)
    {
        string[] command = what switch
        {
            "chmod" => ["chmod", "600", $"{mount}/d/file"],
            "chown" => ["chown", "7", $"{mount}/d/file"],
            "times" => ["touch", "-h", "-d", "2017-01-01", $"{mount}/d/file"],
            "xattr" => ["setfattr", "-n", "user.x", "-v", "value", $"{mount}/d/file"],
            "rename" => ["mv", $"{mount}/d/file", $"{mount}/moved"],
            _ => ["ln", $"{mount}/d/file", $"{mount}/link"],
        };
        TestDisk.Run(command[0], command[1..]);
        return what switch { "rename" => "moved", "link" => "link", _ => "d/file" };
    }

    private void Set(string path, NodeChange change) => union.Tree.SetAttributes(union.Node(path), null, change, union.Changes, out _).OrThrow(path);

    private OpenFile Open(string path, OpenFlags flags)
    {
        union.Tree.Open(union.Node(path), flags, false, union.Changes, out OpenFile? file).OrThrow(path);
        return file!;
    }

    private void Append(string path)
    {
        using OpenFile file = Open(path, OpenFlags.WriteOnly);
        file.Write((long)union.Stat(path).Size, "more"u8, out _).OrThrow();
    }

    private string Read(string path)
    {
        using OpenFile file = Open(path, OpenFlags.ReadOnly);
        byte[] buffer = new byte[200_000];
        file.Read(0, buffer, out int count).OrThrow();
        return System.Text.Encoding.UTF8.GetString(buffer, 0, count);
    }

    private FileStat OnDisk(string path)
    {
        Sys.StatAt(FileFd.WorkingDirectory, UnionFixture.Bytes(union.Upper(path)), out FileStat stat).OrThrow(path);
        return stat;
    }

    private bool HasMark(string path) =>
        Sys.LGetXattr(FileFd.WorkingDirectory, UnionFixture.Bytes(union.Upper(path)), "trusted.overlay.metacopy"u8, default, out _) == Errno.Ok;
}
