using Strata.Testing;
using Xunit;

namespace Strata.Engines.Tests;

/// <summary>Folders that fuse-overlayfs wrote and strata-overlay goes on with, and the other way.</summary>
[Trait("Kind", "Mount")]
public sealed class FuseOverlayfsTests : OverlayTest
{
    private const string TheirProgram = "/usr/bin/fuse-overlayfs";
    private const string Options = "lowerdir=top:bottom,upperdir=upper,workdir=work";

    /// <summary>Removes, replaces, changes and makes; renames only what both can.</summary>
    private const string Changes = """
        rm gone dir/gone
        rm -r removed
        rm -r replaced; mkdir replaced; touch replaced/new
        rm -r file-now; echo f > file-now
        rm dir-now; mkdir dir-now; echo d > dir-now/d
        echo more >> dir/changed
        mkdir fresh; mkdir fresh/deep; touch fresh/deep/x; rm fresh/deep/x
        mv moved moved-to
        ln dir/changed dir/link
        chmod 700 kept; chown 5:6 kept
        ln -s target link
        touch back; rm back; rm kept-dir/one; touch kept-dir/one
        """;

    public FuseOverlayfsTests()
    {
        Tool.Script(Folder, """
            mkdir -p bottom/{dir,removed/sub,replaced,file-now,kept-dir} top/dir
            echo b | tee bottom/{gone,dir/gone,dir/changed,removed/sub/x,replaced/old,file-now/x,dir-now,moved,kept,kept-dir/one,kept-dir/two} > /dev/null
            echo t > top/dir/top
            """);
    }

    [Theory]
    [InlineData("")]
    [InlineData("FUSE_OVERLAYFS_DISABLE_OVL_WHITEOUT")]
    public void TreeOfFuseOverlayfs_IsTheSameInOurs(string variable)
    {
        Start(variable);
        Tool.Script(Merged, Changes);
        string theirs = Tree("merged");
        Unmount();

        Mount(Options);
        Assert.Equal(theirs, Tree("merged"));

        // What was a mark of theirs is no file for us, and hinders nothing.
        Tool.Script(Merged, "rm -r replaced fresh dir-now kept-dir; echo again > gone; mkdir removed; touch removed/x");
        string ours = Tree("merged");
        Unmount();
        MountWith(TheirProgram, Options);
        Assert.Equal(ours, Tree("merged"));
    }

    [Fact]
    public void OurTree_IsTheSameInFuseOverlayfs()
    {
        Mount(Options);
        Tool.Script(Merged, Changes);
        string ours = Tree("merged");
        Unmount();

        MountWith(TheirProgram, Options);
        Assert.Equal(ours, Tree("merged"));
        Tool.Script(Merged, "rm -r fresh; rm dir/top; echo again > gone; rm kept-dir/two; mkdir kept-dir/two");
        string theirs = Tree("merged");
        Unmount();

        Mount(Options);
        Assert.Equal(theirs, Tree("merged"));
    }

    [Fact]
    public void UpperOfFuseOverlayfs_IsALowerOfOurs()
    {
        Start("FUSE_OVERLAYFS_DISABLE_OVL_WHITEOUT");
        Tool.Script(Merged, Changes);
        string theirs = Tree("merged");
        Unmount();

        Mount("lowerdir=upper:top:bottom");
        Assert.Equal(theirs, Tree("merged"));
    }

    [Fact]
    public void OurUpperInUse_IsALowerOfAnotherMount()
    {
        // As Podman compares a running container with its image.
        Mount(Options);
        Tool.Script(Merged, Changes);
        string seen = Tree("merged");
        Directory.CreateDirectory(At("other"));

        Assert.Equal(new Tool(0, "", ""), Overlay("-o", "lowerdir=upper:top:bottom", "other"));
        Assert.Equal(seen, Tree("other"));
    }

    [Fact]
    public void NamesOfWhiteouts_CannotBeMade()
    {
        Mount(Options);

        string said = Tool.Script(Merged, """
            exec 2>&1
            touch .wh.x || true
            mkdir .wh.x || true
            ln -s a .wh.x || true
            ln kept .wh.x || true
            mv -T kept .wh.x || true
            mknod .wh.x p || true
            ls -A .wh.x || true
            """);

        Assert.Equal(5, said.Split("Invalid argument").Length - 1);
        Assert.Contains("mv: cannot move 'kept' to a subdirectory of itself", said, StringComparison.Ordinal); // EINVAL too.
        Assert.Contains("No such file or directory", said, StringComparison.Ordinal);
        Assert.Equal("", Names("upper"));
    }

    private void Start(string variable) => Tool.Script(Folder, $"{(variable.Length > 0 ? variable + "=1 " : "")}{TheirProgram} -o {Options} {Merged} </dev/null >/dev/null");

    private string Tree(string folder) => Tool.Script(At(folder), """
        find . \( -type d -printf '%p %y %m %U:%G\n' \) -o -printf '%p %y %m %U:%G %s %l\n' | sort
        find . -type f | sort | xargs -d '\n' sha256sum
        """);
}
