using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>Layers that change while they are in use, which they should not, and layers that may not be read.</summary>
[Trait("Kind", "Unit")]
public sealed class FolderChangeTests
{
    [Fact]
    public void NameRemovedAfterItWasListed_IsNotThere()
    {
        using FolderFixture folders = new(2);
        folders.Write(1, "d/f", "x");
        folders.MakeDirectory(1, "d/sub");
        folders.MakeDirectory(0, "d/top");
        LowerId directory = folders.Id("d");
        Assert.Equal(["f", "sub", "top"], folders.List(directory));
        File.Delete(folders.At(1, "d/f"));
        Directory.Delete(folders.At(1, "d/sub"));
        Directory.Delete(folders.At(0, "d/top"));
        Assert.Equal(Errno.ENOENT, folders.Lower.Lookup(directory, "f"u8, out _, out _));
        Assert.Equal(Errno.ENOENT, folders.Lower.Lookup(directory, "sub"u8, out _, out _));
        Assert.Equal(Errno.ENOENT, folders.Lower.Lookup(directory, "top"u8, out _, out _));
    }

    [Fact]
    public void NameThatBecameSomethingElse_IsThatOrStale()
    {
        using FolderFixture folders = new(2);
        folders.Write(1, "d/f", "x");
        folders.Write(1, "d/sub/g", "x");
        folders.MakeDirectory(0, "d");
        LowerId directory = folders.Id("d");
        LowerId file = folders.Id("d/f");
        LowerId sub = folders.Id("d/sub");
        _ = folders.List(directory);
        File.Delete(folders.At(1, "d/f"));
        folders.Write(1, "d/f/now-below", "x");
        Directory.Delete(folders.At(1, "d/sub"), recursive: true);
        folders.Write(1, "d/sub", "now a file");
        Assert.Equal(Errno.ESTALE, folders.Lower.GetAttributes(file, out _));
        Assert.Equal(Errno.ESTALE, folders.Lower.GetAttributes(sub, out _));
        Assert.Equal(Errno.Ok, folders.Lower.Lookup(directory, "f"u8, out _, out FileStat stat));
        Assert.True(stat.IsDirectory);
        Assert.Equal(Errno.ENOENT, folders.Lower.Lookup(sub, "g"u8, out _, out _));
        Assert.NotEqual(Errno.EIO, folders.Lower.Lookup(directory, "sub"u8, out _, out _));
    }

    [Fact]
    public void PartOfAMergedDirectoryThatIsGone_LeavesTheOthers()
    {
        using FolderFixture folders = new(3);
        folders.Options = new FolderLowerOptions { OpenDirectories = 2 };
        folders.Write(2, "d/low", "x");
        folders.Write(1, "d/middle", "x");
        folders.Write(0, "d/top", "x");
        folders.Write(0, "e/f/g/h", "x");
        LowerId directory = folders.Id("d");
        Assert.Equal(Errno.Ok, folders.Lower.Lookup(directory, "low"u8, out _, out _));
        _ = folders.List("e/f/g"); // Others are open now.
        Directory.Delete(folders.At(1, "d"), recursive: true);
        Assert.Equal(["low", "top"], folders.List(directory));
        Assert.Equal(Errno.ENOENT, folders.Lower.Lookup(directory, "middle"u8, out _, out _));
        Assert.Equal(Errno.Ok, folders.Lower.Lookup(directory, "low"u8, out _, out _));
    }

    [Fact]
    public void DirectoryThatMayNotBeRead_IsTheOnlyOneRefused()
    {
        using FolderFixture folders = new(2);
        folders.Write(1, "open/f", "x");
        folders.Write(1, "shut/f", "x");
        folders.Write(1, "searched/f", "x");
        folders.MakeDirectory(0, "open");
        folders.MakeDirectory(0, "searched");
        Chmod(folders.At(1, "shut"), 0x1C0);
        Chmod(folders.At(1, "searched"), 0x1C1); // x for others, no r.
        _ = folders.Lower;
        AsNobody(() =>
        {
            Assert.Equal(["open", "searched", "shut"], folders.List(""));
            Assert.Equal(["f"], folders.List("open"));
            LowerId shut = folders.Id("shut");
            Assert.Equal(Errno.EACCES, folders.TryList(shut, out _));
            Assert.Equal(Errno.EACCES, folders.Lower.Lookup(shut, "f"u8, out _, out _));
            Assert.Equal(Errno.EACCES, folders.TryList(folders.Id("searched"), out _));
            Assert.Equal("x", folders.Read("searched/f"));
            Assert.Equal(Errno.ENOENT, folders.TryFind("searched/g"));
            Assert.Equal(["f"], folders.List("open"));
        });
        Assert.Equal(["f"], folders.List("shut"));
    }

    [Fact]
    public void TopDirectoryThatMayNotBeRead_IsMergedAllTheSame()
    {
        using FolderFixture folders = new(2);
        folders.Write(1, "d/low", "x");
        folders.Write(0, "d/top", "x");
        Chmod(folders.At(0, "d"), 0x1C1);
        _ = folders.Lower;
        AsNobody(() =>
        {
            Assert.Equal("x", folders.Read("d/low"));
            Assert.Equal("x", folders.Read("d/top"));
            Assert.Equal(1u, folders.Stat("d").Links);
            Assert.Equal(Errno.EACCES, folders.TryList(folders.Id("d"), out _));
        });
    }

    [Fact]
    public void ReadingALayer_LeavesItsTimesOfAccess()
    {
        using FolderFixture folders = new(2);
        string file = folders.Write(1, "d/f", "x");
        folders.MakeDirectory(0, "d");
        Timestamp old = new(1000, 0);
        foreach (string path in new[] { file, folders.At(1, "d"), folders.At(0, "d") })
        {
            Sys.UtimensAt(FileFd.WorkingDirectory, FolderFixture.Bytes(path), old, old).OrThrow();
        }

        Assert.Equal(["f"], folders.List("d"));
        Assert.Equal("x", folders.Read("d/f"));
        foreach (string path in new[] { file, folders.At(1, "d"), folders.At(0, "d") })
        {
            Sys.StatAt(FileFd.WorkingDirectory, FolderFixture.Bytes(path), out FileStat stat).OrThrow();
            Assert.Equal(old, stat.Accessed);
        }
    }

    private static void Chmod(string path, uint mode) => Sys.ChmodAt(FileFd.WorkingDirectory, FolderFixture.Bytes(path), mode).OrThrow(path);

    /// <summary>Runs something on a thread that touches files as a user without privilege.</summary>
    private static void AsNobody(Action action)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            if (!Sys.SetFsIdentity(65534, 65534))
            {
                failure = new InvalidOperationException("cannot become nobody");
                return;
            }

            failure = Record.Exception(action);
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
