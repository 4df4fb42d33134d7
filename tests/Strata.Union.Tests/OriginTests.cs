using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>Copied-up files keep their inode numbers: what is written for it, and what is made of it.</summary>
[Trait("Kind", "Mount")]
public sealed class OriginTests
{
    private static readonly string[] Marks = ["trusted.overlay.origin", "trusted.overlay.impure"];

    [Theory]
    [InlineData("host")]
    [InlineData("ext4")]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    [InlineData("tmpfs")]
    public void MarksOfCopies_AreWhatTheKernelWrites(string kind)
    {
        using TestDisk disk = new(kind);
        using UnionFixture union = new(disk.Root);
        union.Write(union.Lower("d/sub/file"), "content");
        union.Write(union.Lower("d/other"), "content");
        union.Write(union.Lower("e/file"), "content");
        File.CreateSymbolicLink(union.Lower("e/link"), "file");
        Directory.CreateDirectory(union.LowerTop("e"));
        union.MakeDirectory("", "new").OrThrow();
        string[] paths = ["", "d", "d/sub", "d/sub/file", "new", "new/other", "e", "e/file", "e/link"];

        Change("d/sub/file");
        union.Rename("d", "other", "new", "other").OrThrow();
        Change("e/file");
        Change("e/link");
        string ours = Seen();

        union.Clear();
        union.ByKernel("redirect_dir=on,index=off,metacopy=off", mount =>
        {
            Directory.CreateDirectory($"{mount}/new");
            TestDisk.Run("chown", "-h", "7:7", $"{mount}/d/sub/file", $"{mount}/e/file", $"{mount}/e/link");
            TestDisk.Run("mv", $"{mount}/d/other", $"{mount}/new/other");
        });
        Assert.Contains("impure", ours, StringComparison.Ordinal);
        Assert.Equal(Seen(), ours);

        void Change(string path) =>
            union.Tree.SetAttributes(union.Node(path), null, new NodeChange { Uid = 7, Gid = 7 }, union.Changes, out _).OrThrow(path);

        string Seen() => string.Join('\n', paths.SelectMany(path => Marks.Select(mark => $"{path} {mark} {Xattr(union.Upper(path), mark)}")));
    }

    [Theory]
    [InlineData("host")]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    [InlineData("tmpfs")]
    public void NumberOfACopiedUpFile_StaysOverRenameAndRemountAndUnderTheKernel(string kind)
    {
        using TestDisk disk = new(kind);
        using UnionFixture union = new(disk.Root);
        union.Write(union.Lower("d/one"), "1");
        union.Write(union.Lower("d/two"), "2");
        union.Write(union.Lower("d/sub/three"), "3");
        union.Write(union.Lower("x/y"), "y");
        ulong one = union.Stat("d/one").Ino;
        ulong two = union.Stat("d/two").Ino;
        ulong sub = union.Stat("d/sub").Ino;
        ulong three = union.Stat("d/sub/three").Ino;

        union.Overwrite("d/one", "changed");
        union.Rename("d", "two", "", "moved").OrThrow();
        union.MakeDirectory("", "pure").OrThrow();
        union.Rename("", "moved", "pure", "moved").OrThrow();
        union.Rename("d", "sub", "pure", "sub").OrThrow();
        union.Overwrite("pure/sub/three", "changed");
        AssertNumbers();
        union.Close();
        AssertNumbers();
        union.ByKernel("redirect_dir=on,index=off,metacopy=on,xino=on", mount =>
        {
            Assert.Equal(one, Ino($"{mount}/d/one"));
            Assert.Equal(two, Ino($"{mount}/pure/moved"));
            Assert.Equal(sub, Ino($"{mount}/pure/sub"));
            Assert.Equal(three, Ino($"{mount}/pure/sub/three"));
            TestDisk.Run("mv", $"{mount}/d/one", $"{mount}/x/one");
            TestDisk.Run("mv", $"{mount}/x/one", $"{mount}/d/one");
            TestDisk.Run("sh", "-c", $"echo more >> {mount}/pure/sub/three");
        });
        AssertNumbers();

        void AssertNumbers()
        {
            Assert.Equal(one, union.Stat("d/one").Ino);
            Assert.Equal(two, union.Stat("pure/moved").Ino);
            Assert.Equal(sub, union.Stat("pure/sub").Ino);
            Assert.Equal(three, union.Stat("pure/sub/three").Ino);
        }
    }

    [Fact]
    public void MarksOfCopiesFromAChainImage_AreWhatTheKernelWritesOverTheSameImage()
    {
        byte[] large = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i % 251))];
        ChainLayer layer = new ChainLayer().Directory("d").File("d/small", "small"u8.ToArray()).File("d/large", large);
        for (int i = 0; i < 300; i++)
        {
            layer.File($"d/many{i}", [.. large, (byte)i, 1]);
        }

        using ChainFixture union = new(layer);
        string[] paths = ["d", "d/small", "d/large", "d/many299"];
        ulong[] numbers = Numbers();
        foreach (string path in paths)
        {
            union.Tree.SetAttributes(union.Node(path), null, new NodeChange { Uid = 7 }, union.Changes, out _).OrThrow(path);
        }

        string ours = Seen();
        Assert.Equal(numbers, Numbers());
        union.Close();
        Assert.Equal(numbers, Numbers());
        union.Clear();
        union.ByKernel("redirect_dir=on,metacopy=on,index=off,xino=off", mount =>
        {
            TestDisk.Run("chown", ["7", .. paths.Select(path => $"{mount}/{path}")]);
            Assert.Equal(numbers[1..], paths[1..].Select(path => Ino($"{mount}/{path}") | (numbers[0] & ~0xffffffffUL)));
        });
        Assert.Equal(Seen(), ours);
        Assert.Equal(numbers, Numbers());

        string Seen() => string.Join('\n', paths.SelectMany(path => Marks.Select(mark => $"{path} {mark} {Xattr(union.Upper(path), mark)}")));
        ulong[] Numbers() => [.. paths.Select(path => union.Stat(path).Ino)];
    }

    [Fact]
    public void EntriesOfADirectory_HaveTheNumbersOfStat_AfterARemount()
    {
        using UnionFixture union = new();
        foreach (string name in (string[])["a", "b", "c", "d/x", "e/x", "f/x"])
        {
            union.Write(union.Lower($"dir/{name}"), name);
        }

        union.Overwrite("dir/a", "changed");
        union.Rename("dir", "b", "dir", "renamed").OrThrow();
        union.Rename("dir", "d", "dir", "moved").OrThrow();
        union.Unlink("dir/e", "x").OrThrow();
        union.RemoveDirectory("dir", "e").OrThrow();
        union.MakeDirectory("dir", "e").OrThrow();
        union.Create("dir/f", "new", "new");
        union.MakeDirectory("", "other").OrThrow();
        union.Rename("dir", "a", "other", "a").OrThrow();
        union.Create("other", "pure", "new");
        union.Close();
        foreach (string directory in (string[])["dir", "dir/f", "other", "/"])
        {
            Dictionary<string, ulong> listed = union.Numbers(directory);
            Assert.NotEmpty(listed);
            Assert.All(listed, entry => Assert.Equal(union.Stat($"{directory}/{entry.Key}").Ino, entry.Value));
            union.Close();
        }
    }

    [Fact]
    public void LinksOfALowerFile_AreDifferentFilesOnceOneIsCopiedUp_WithoutAnIndex()
    {
        using UnionFixture union = new();
        union.Write(union.Lower("a"), "content");
        Sys.LinkAt(FileFd.WorkingDirectory, UnionFixture.Bytes(union.Lower("a")), FileFd.WorkingDirectory, UnionFixture.Bytes(union.Lower("b"))).OrThrow();

        // As an index=on left it: with the origin of a file that still shows elsewhere.
        union.ByKernel("redirect_dir=on,index=on,metacopy=off", mount => TestDisk.Run("sh", "-c", $"echo changed > {mount}/a"));
        union.Open(new UnionOptions { Index = IndexMode.Off });
        Assert.NotEqual(union.Stat("a").Ino, union.Stat("b").Ino);
    }

    [Fact]
    public void DamagedOrigin_IsNoOrigin()
    {
        using UnionFixture union = new();
        union.Write(union.Lower("a"), "content");
        ulong number = union.Stat("a").Ino;
        union.Overwrite("a", "changed");
        union.Close();
        FileStat upper = Stat(union.Upper("a"));
        byte[] origin = Convert.FromHexString(Xattr(union.Upper("a"), "trusted.overlay.origin"));
        foreach (int at in (int[])[0, 1, 2, 3, 4, 5])
        {
            byte[] damaged = [.. origin];
            damaged[at] ^= 0x41;
            Set(damaged);
            Assert.Equal(upper.Ino, union.Stat("a").Ino);
            union.Close();
        }

        Set(origin[..20]);
        Assert.Equal(upper.Ino, union.Stat("a").Ino);
        union.Close();
        Set(origin);
        Assert.Equal(number, union.Stat("a").Ino);

        void Set(byte[] value) => Sys.LSetXattr(FileFd.WorkingDirectory, UnionFixture.Bytes(union.Upper("a")), "trusted.overlay.origin"u8, value).OrThrow();
    }

    private static ulong Ino(string path) => Stat(path).Ino;

    private static FileStat Stat(string path)
    {
        Sys.StatAt(FileFd.WorkingDirectory, UnionFixture.Bytes(path), out FileStat stat).OrThrow(path);
        return stat;
    }

    private static string Xattr(string path, string name)
    {
        byte[] value = new byte[512];
        Errno error = Sys.LGetXattr(FileFd.WorkingDirectory, UnionFixture.Bytes(path), UnionFixture.Bytes(name), value, out int length);
        return error == Errno.Ok ? Convert.ToHexString(value, 0, length) : error.ToString();
    }
}
