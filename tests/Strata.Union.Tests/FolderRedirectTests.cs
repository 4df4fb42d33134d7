using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>Redirected directories in a stack of folders.</summary>
[Trait("Kind", "Unit")]
public sealed class FolderRedirectTests
{
    private const string Redirect = "trusted.overlay.redirect";

    [Theory]
    [InlineData("old")]
    [InlineData("/d/old")]
    public void Redirect_MergesWhatLiesThereBelow(string redirect)
    {
        using FolderFixture folders = new(3);
        folders.Write(2, "d/old/low", "x");
        folders.Write(1, "d/old/middle", "x");
        folders.Write(0, "d/new/top", "x");
        folders.Whiteout(0, "d/old");
        folders.Mark(0, "d/new", Redirect, redirect);
        Assert.Equal(["new"], folders.List("d"));
        Assert.Equal(["low", "middle", "top"], folders.List("d/new"));
        Assert.Equal(1u, folders.Stat("d/new").Links);
        Assert.Equal(Errno.ENOENT, folders.TryFind("d/old"));
    }

    [Fact]
    public void RedirectsOfSeveralLayers_AreFollowedOneAfterTheOther()
    {
        using FolderFixture folders = new(4);
        folders.Write(3, "a/low", "x");
        folders.MakeDirectory(2, "b");
        folders.Mark(2, "b", Redirect, "a");
        folders.Whiteout(2, "a");
        folders.MakeDirectory(1, "in/c");
        folders.Mark(1, "in/c", Redirect, "/b");
        folders.MakeDirectory(0, "in/d");
        folders.Mark(0, "in/d", Redirect, "c");
        folders.Whiteout(0, "in/c");
        Assert.Equal(["low"], folders.List("in/d"));
        Assert.Equal("x", folders.Read("in/d/low"));
    }

    [Fact]
    public void RedirectBelowARedirectedDirectory_StaysInIt()
    {
        using FolderFixture folders = new(3);
        folders.Write(2, "a/x/low", "x");
        folders.MakeDirectory(1, "b/y");
        folders.Mark(1, "b", Redirect, "/a");
        folders.Mark(1, "b/y", Redirect, "x");
        folders.Write(0, "b/y/top", "x");
        Assert.Equal(["low", "top"], folders.List("b/y"));
    }

    [Fact]
    public void RedirectInAnOpaqueDirectory_LeadsOutOfIt()
    {
        using FolderFixture folders = new(2);
        folders.Write(1, "elsewhere/low", "x");
        folders.Write(1, "d/hidden", "x");
        folders.MakeDirectory(0, "d/moved");
        folders.Mark(0, "d", "trusted.overlay.opaque", "y");
        folders.Mark(0, "d/moved", Redirect, "/elsewhere");
        Assert.Equal(["moved"], folders.List("d"));
        Assert.Equal(["low"], folders.List("d/moved"));
    }

    [Fact]
    public void OpaqueDirectory_HasNoRedirect()
    {
        using FolderFixture folders = new(2);
        folders.Write(1, "old/low", "x");
        folders.MakeDirectory(0, "d");
        folders.Mark(0, "d", "trusted.overlay.opaque", "y");
        folders.Mark(0, "d", Redirect, "/old");
        Assert.Equal([], folders.List("d"));
    }

    [Theory]
    [InlineData("/nothing/there")]
    [InlineData("/file/below")]
    [InlineData("nothing")]
    public void RedirectToNothing_IsADirectoryByItself(string redirect)
    {
        using FolderFixture folders = new(2);
        folders.Write(1, "file", "x");
        folders.Write(1, "d/hidden", "x");
        folders.Write(0, "d/top", "x");
        folders.Mark(0, "d", Redirect, redirect);
        Assert.Equal(["top"], folders.List("d"));
        Assert.Equal(2u, folders.Stat("d").Links);
    }

    [Theory]
    [InlineData("a/b", Errno.EINVAL)]
    [InlineData("/a/", Errno.EINVAL)]
    [InlineData("/a//b", Errno.EINVAL)]
    [InlineData("", Errno.EINVAL)]
    [InlineData("..", Errno.EACCES)]
    [InlineData("/a/../b", Errno.EACCES)]
    public void RedirectThatIsNone_IsRefused(string redirect, Errno expected)
    {
        using FolderFixture folders = new(2);
        folders.Write(1, "a/b/low", "x");
        folders.Write(0, "d/top", "x");
        folders.Write(0, "other", "x");
        folders.Mark(0, "d", Redirect, redirect);
        Assert.Equal(expected, folders.TryFind("d"));
        Assert.Equal(["a", "d", "other"], folders.List(""));
        Assert.Equal(expected, folders.TryFind("d"));
        Assert.Equal(Errno.Ok, folders.TryFind("other"));
    }

    [Fact]
    public void NoFollow_RefusesRedirectsWhereTheyWouldBeFollowed()
    {
        using FolderFixture folders = new(3);
        folders.Options = new FolderLowerOptions { FollowRedirects = false };
        folders.Write(2, "old/low", "x");
        folders.Write(1, "middle/x", "x");
        folders.Write(0, "top/x", "x");
        folders.Write(0, "both/x", "x");
        folders.Write(1, "both/x", "x");
        folders.Write(2, "last/x", "x");
        folders.Mark(0, "top", Redirect, "/old");
        folders.Mark(1, "middle", Redirect, "/old");
        folders.Mark(1, "both", Redirect, "/old");
        folders.Mark(2, "last", Redirect, "/old");
        Assert.Equal(Errno.EPERM, folders.TryFind("top"));
        Assert.Equal(Errno.EPERM, folders.TryFind("middle"));
        Assert.Equal(Errno.EPERM, folders.TryFind("both"));
        Assert.Equal(Errno.Ok, folders.TryFind("last")); // The last layer's marks are not read.
        Assert.Equal(["both", "last", "middle", "old", "top"], folders.List(""));
    }
}
