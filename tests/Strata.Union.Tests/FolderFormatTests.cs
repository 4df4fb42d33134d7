using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>What hides names and directories in a stack of folders.</summary>
[Trait("Kind", "Unit")]
public sealed class FolderFormatTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CharDeviceWhiteout_HidesTheName(bool listedFirst)
    {
        using FolderFixture folders = new(3);
        folders.Write(2, "d/gone", "x");
        folders.Write(2, "d/kept", "x");
        folders.Write(1, "d/other", "x");
        folders.Whiteout(0, "d/gone");
        if (listedFirst)
        {
            Assert.Equal(["kept", "other"], folders.List("d"));
        }

        Assert.Equal(Errno.ENOENT, folders.TryFind("d/gone"));
        Assert.False(folders.Lower.Contains(folders.Id("d"), "gone"u8));
        Assert.True(folders.Lower.Contains(folders.Id("d"), "kept"u8));
        Assert.Equal(["kept", "other"], folders.List("d"));
    }

    [Fact]
    public void Whiteout_EndsTheMergingOfADirectory()
    {
        using FolderFixture folders = new(3);
        folders.Write(2, "d/lowest", "x");
        folders.Whiteout(1, "d");
        folders.Write(0, "d/top", "x");
        Assert.Equal(["top"], folders.List("d"));
        Assert.Equal(2u, folders.Stat("d").Links); // Nothing is merged, so the links are the disk's.
    }

    [Fact]
    public void FileBetween_EndsTheMergingOfADirectory()
    {
        using FolderFixture folders = new(3);
        folders.Write(2, "d/lowest", "x");
        folders.Write(1, "d", "a file");
        folders.Write(0, "d/top", "x");
        Assert.Equal(["d"], folders.List(""));
        Assert.Equal(["top"], folders.List("d"));
    }

    [Theory]
    [InlineData("trusted")]
    [InlineData("user")]
    public void XattrWhiteout_HidesInAMarkedDirectory(string mode)
    {
        using FolderFixture folders = new(2);
        folders.Xattrs = mode == "user" ? OverlayXattrs.User : OverlayXattrs.Trusted;
        folders.Write(1, "d/gone", "x");
        folders.Write(1, "d/kept", "x");
        folders.Write(0, "d/gone", "");
        folders.Write(0, "d/empty", "");
        folders.Write(0, "d/content", "no whiteout: not empty");
        folders.Mark(0, "d", $"{mode}.overlay.opaque", "x");
        folders.Mark(0, "d/gone", $"{mode}.overlay.whiteout", "y");
        folders.Mark(0, "d/content", $"{mode}.overlay.whiteout", "y");
        Assert.Equal(["content", "empty", "kept"], folders.List("d"));
        Assert.Equal(Errno.ENOENT, folders.TryFind("d/gone"));
        Assert.False(folders.Lower.Contains(folders.Id("d"), "gone"u8));
    }

    [Fact]
    public void XattrWhiteoutInTheRoot_IsHidden()
    {
        using FolderFixture folders = new(2);
        folders.Write(1, "gone", "x");
        folders.Write(0, "gone", "");
        folders.Mark(0, "", "trusted.overlay.opaque", "x");
        folders.Mark(0, "gone", "trusted.overlay.whiteout", "");
        Assert.Equal([], folders.List(""));
    }

    [Fact]
    public void XattrWhiteoutWithoutAMark_IsListedButNotFound()
    {
        // As the kernel has it: only looking the name up reads the file's xattrs.
        using FolderFixture folders = new(2);
        folders.Write(1, "d/gone", "x");
        folders.Write(0, "d/gone", "");
        folders.Mark(0, "d/gone", "trusted.overlay.whiteout", "");
        Assert.Equal(["gone"], folders.List("d"));
        Assert.Equal(Errno.ENOENT, folders.TryFind("d/gone"));
        Assert.False(folders.Lower.Contains(folders.Id("d"), "gone"u8));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhiteoutFile_HidesWhatLiesBelowIt(bool listedFirst)
    {
        using FolderFixture folders = new(3);
        folders.Options = new FolderLowerOptions { WhiteoutFiles = true };
        folders.Write(2, "d/gone", "x");
        folders.Write(2, "d/again", "old");
        folders.Write(2, "d/merged/low", "x");
        folders.Write(1, "d/.wh.gone", "");
        folders.Write(1, "d/.wh.again", "");
        folders.Write(1, "d/again", "beside its whiteout");
        folders.Write(1, "d/.wh.merged", "");
        folders.Write(1, "d/merged/middle", "x");
        folders.Write(1, "d/.wh..wh.plnk", "aufs");
        folders.Write(0, "d/merged/top", "x");
        if (listedFirst)
        {
            Assert.Equal(["again", "merged"], folders.List("d"));
        }

        Assert.Equal(Errno.ENOENT, folders.TryFind("d/gone"));
        Assert.Equal(Errno.ENOENT, folders.TryFind("d/.wh.gone"));
        Assert.Equal(Errno.ENOENT, folders.TryFind("d/.wh..wh.plnk"));
        Assert.Equal("beside its whiteout", folders.Read("d/again"));
        Assert.Equal(["middle", "top"], folders.List("d/merged"));
        Assert.Equal(["again", "merged"], folders.List("d"));
    }

    [Fact]
    public void WhiteoutFiles_AreOrdinaryNamesUnlessAskedFor()
    {
        using FolderFixture folders = new(2);
        folders.Write(1, "d/a", "x");
        folders.Write(0, "d/.wh.a", "");
        folders.Write(0, "d/.wh..wh..opq", "");
        Assert.Equal([".wh..wh..opq", ".wh.a", "a"], folders.List("d"));
        Assert.Equal(Errno.Ok, folders.TryFind("d/.wh.a"));
    }

    [Fact]
    public void OpaqueFile_HidesWhatLiesBelowItsDirectory()
    {
        using FolderFixture folders = new(3);
        folders.Options = new FolderLowerOptions { WhiteoutFiles = true };
        folders.Write(2, "d/low", "x");
        folders.Write(1, "d/.wh..wh..opq", "");
        folders.Write(1, "d/middle", "x");
        folders.Write(0, "d/top", "x");
        Assert.Equal(["middle", "top"], folders.List("d"));
        Assert.Equal(Errno.ENOENT, folders.TryFind("d/low"));
    }

    [Theory]
    [InlineData("trusted.overlay.opaque", false, true)]
    [InlineData("user.overlay.opaque", false, false)]
    [InlineData("user.fuseoverlayfs.opaque", false, false)]
    [InlineData("trusted.overlay.opaque", true, true)]
    [InlineData("user.overlay.opaque", true, true)]
    [InlineData("user.fuseoverlayfs.opaque", true, true)]
    public void OpaqueMark_CountsByItsPrefix(string name, bool any, bool counts)
    {
        using FolderFixture folders = new(3);
        folders.Options = new FolderLowerOptions { AnyOpaqueMark = any };
        folders.Write(2, "d/low", "x");
        folders.Write(1, "d/middle", "x");
        folders.Mark(1, "d", name, "y");
        folders.Write(0, "d/top", "x");
        Assert.Equal(counts ? ["middle", "top"] : ["low", "middle", "top"], folders.List("d"));
    }

    [Theory]
    [InlineData("n")]
    [InlineData("yes")]
    [InlineData("")]
    public void OpaqueMarkOfAnotherValue_MeansNothing(string value)
    {
        using FolderFixture folders = new(2);
        folders.Write(1, "d/low", "x");
        folders.Write(0, "d/top", "x");
        folders.Mark(0, "d", "trusted.overlay.opaque", value);
        Assert.Equal(["low", "top"], folders.List("d"));
    }

    [Fact]
    public void MarksOfOtherPrograms_AreHiddenWhereTheyCount()
    {
        using FolderFixture folders = new(1);
        folders.Options = new FolderLowerOptions { AnyOpaqueMark = true };
        folders.Write(0, "d/x", "");
        folders.Mark(0, "d", "user.fuseoverlayfs.opaque", "y");
        folders.Mark(0, "d", "user.overlay.opaque", "y");
        folders.Mark(0, "d", "trusted.overlay.origin", "");
        folders.Mark(0, "d", "user.own", "1");
        byte[] list = new byte[200];
        folders.Lower.ListXattrs(folders.Id("d"), list, out int length).OrThrow();
        Assert.Equal("user.own\0", System.Text.Encoding.UTF8.GetString(list, 0, length));
        Assert.Equal(Errno.ENODATA, folders.Lower.GetXattr(folders.Id("d"), "user.overlay.opaque"u8, list, out _));
        Assert.Equal(Errno.Ok, folders.Lower.GetXattr(folders.Id("d"), "user.own"u8, list, out _));
    }
}
