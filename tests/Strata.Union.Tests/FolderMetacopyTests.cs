using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>Files of a stack of folders whose content lies in another folder.</summary>
[Trait("Kind", "Unit")]
public sealed class FolderMetacopyTests
{
    [Theory]
    [InlineData(null, "f")]
    [InlineData("g", "g")]
    [InlineData("/in/g", "in/g")]
    public void Content_ComesFromALowerFolder(string? redirect, string data)
    {
        using FolderFixture folders = new(3);
        folders.Write(2, data, "hello\n");
        folders.Metacopy(0, "f", 6, redirect);
        Assert.Equal("hello\n", folders.Read("f"));
        FileStat stat = folders.Stat("f");
        Assert.Equal(6u, stat.Size);
        Assert.Equal(8u, stat.Blocks);
        folders.Lower.GetAttributes(folders.Id("f"), out FileStat again).OrThrow();
        Assert.Equal(8u, again.Blocks);
        Assert.Equal(stat.Ino, again.Ino);
    }

    [Fact]
    public void ChainOfMetacopies_IsFollowedToTheContent()
    {
        using FolderFixture folders = new(4);
        folders.Write(3, "origin", "hello\n");
        folders.Metacopy(2, "d/first", 6, "/origin");
        folders.Metacopy(1, "d/second", 6, "first");
        folders.Metacopy(0, "d/second", 6);
        Assert.Equal("hello\n", folders.Read("d/second"));
    }

    [Fact]
    public void ContentThatIsNowhere_IsEio()
    {
        using FolderFixture folders = new(2);
        folders.Metacopy(0, "lost", 6);
        folders.Metacopy(0, "empty", 0);
        folders.Metacopy(0, "directory", 6);
        folders.MakeDirectory(1, "directory");
        folders.Metacopy(0, "hidden", 6, "whiteout");
        folders.Whiteout(1, "whiteout");
        folders.Metacopy(1, "last", 6, "/other");
        folders.Write(1, "other", "x");
        foreach (string name in new[] { "lost", "empty", "directory", "hidden", "last" })
        {
            Assert.Equal(Errno.EIO, folders.TryFind(name));
        }

        Assert.Equal(["directory", "empty", "hidden", "last", "lost", "other"], folders.List(""));
        Assert.Equal(Errno.EIO, folders.TryFind("lost"));
    }

    [Fact]
    public void MetacopyOff_RefusesTheFile()
    {
        using FolderFixture folders = new(2);
        folders.Options = new FolderLowerOptions { FollowMetacopy = false };
        folders.Write(1, "f", "hello\n");
        folders.Metacopy(0, "f", 6);
        folders.Metacopy(1, "last", 6);
        Assert.Equal(Errno.EPERM, folders.TryFind("f"));
        Assert.Equal(Errno.EPERM, folders.TryFind("last"));
    }

    [Fact]
    public void MetacopyWithBlocks_IsFoundWhenItIsOpened()
    {
        // Its attributes look like those of any file: an image's, or one written to by mistake.
        using FolderFixture folders = new(2);
        folders.Write(1, "in/data", "right");
        folders.Write(0, "f", "wrong");
        folders.Mark(0, "f", "trusted.overlay.metacopy", "");
        folders.Mark(0, "f", "trusted.overlay.redirect", "/in/data");
        LowerId id = folders.Id("f");
        folders.Lower.Open(id, out FileFd file).OrThrow();
        byte[] content = new byte[10];
        Sys.PRead(file, content, 0, out int count).OrThrow();
        file.Dispose();
        Assert.Equal("right", System.Text.Encoding.UTF8.GetString(content, 0, count));
    }

    [Fact]
    public void Mark_IsNotShown()
    {
        using FolderFixture folders = new(2);
        folders.Write(1, "f", "hello\n");
        folders.Metacopy(0, "f", 6, "/f");
        folders.Mark(0, "f", "user.own", "1");
        byte[] list = new byte[100];
        folders.Lower.ListXattrs(folders.Id("f"), list, out int length).OrThrow();
        Assert.Equal("user.own\0", System.Text.Encoding.UTF8.GetString(list, 0, length));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DataFolder_HoldsTheContentOfTheLastLayersFiles(bool followMetacopy)
    {
        using FolderFixture folders = new(4); // Two layers and two data folders.
        folders.Write(3, "ab/object", "of the second\n");
        folders.Write(3, "second/only", "hello\n");
        folders.Write(2, "ab/object", "hello\n");
        folders.Write(2, "secret", "x");
        File.CreateSymbolicLink(folders.At(2, "link"), folders.At(2, "secret"));
        folders.Metacopy(1, "f", 6, "/ab/object");
        folders.Metacopy(1, "g", 6, "/second/only");
        folders.Metacopy(1, "lost", 6, "/not/there");
        folders.Metacopy(1, "out", 6, "/../000/top");
        folders.Metacopy(1, "link", 6, "/link");
        folders.Metacopy(0, "top", 6, "/ab/object");
        folders.Options = new FolderLowerOptions
        {
            FollowMetacopy = followMetacopy,
            DataFolders = [FolderFixture.OpenFolder(folders.At(2, "")), FolderFixture.OpenFolder(folders.At(3, ""))],
        };
        _ = folders.Open([folders.At(0, ""), folders.At(1, "")]);
        Assert.Equal(["f", "g", "link", "lost", "out", "top"], folders.List(""));
        Assert.Equal("hello\n", folders.Read("f"));
        Assert.Equal("hello\n", folders.Read("g"));
        Assert.Equal(8u, folders.Stat("f").Blocks);
        Assert.Equal(Errno.ENOENT, folders.TryRead("lost", out _));
        Assert.Equal(Errno.EXDEV, folders.TryRead("out", out _));
        Assert.Equal(Errno.ENOENT, folders.TryRead("link", out _)); // What the last folder says: a symlink is not followed.

        // Where metacopy is off only what cannot be looked for further down is taken from a data folder, as by the kernel.
        Assert.Equal(followMetacopy ? Errno.Ok : Errno.EPERM, folders.TryFind("top"));
    }
}
