using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>Uppers that are read and written otherwise than root's overlayfs does by default.</summary>
[Trait("Kind", "Mount")]
public sealed class WritingChoiceTests : IDisposable
{
    private readonly UnionFixture union = new();

    public void Dispose() => union.Dispose();

    private void Fill()
    {
        union.Write(union.Lower("d/a"), "a");
        union.Write(union.Lower("d/b"), "b");
        union.Write(union.Lower("d/in/deep"), "deep");
        union.Write(union.Lower("e/f"), "f");
        union.Write(union.Lower("g"), "g");
    }

    private void Change()
    {
        union.Unlink("d", "a").OrThrow();
        union.Unlink("", "g").OrThrow();
        union.Rename("d", "b", "e", "b").OrThrow();
        union.Unlink("d/in", "deep").OrThrow();
        union.RemoveDirectory("d", "in").OrThrow();
        union.MakeDirectory("d", "in").OrThrow();
        union.Create("d/in", "new", "new");
        union.Unlink("e", "f").OrThrow();
        union.Create("e", "f", "again");
        union.Unlink("e", "f").OrThrow();
        union.MakeDirectory("", "pure").OrThrow();
        union.Rename("", "pure", "", "g").OrThrow();
        union.Create("", "empty", "");
    }

    [Fact]
    public void UserXattrs_AreWhatTheKernelReadsWithUserxattr()
    {
        union.Options = new UnionOptions { Xattrs = OverlayXattrs.User, Redirect = RedirectMode.NoFollow };
        Fill();
        Change();
        string ours = union.Describe();
        Assert.Equal(ours, union.DescribeByKernel("userxattr"));
        Assert.Equal("y", Text(union.Upper("d/in"), "user.overlay.opaque"));
        Assert.Equal(Errno.ENODATA, TryText(union.Upper("d/in"), "trusted.overlay.opaque", out _));
        Assert.Equal(Errno.EXDEV, union.Rename("", "e", "", "moved"));
        union.ByKernel("userxattr", mount => TestDisk.Run("sh", "-c", $"cd {mount}; rm e/b; rm -r d/in; mkdir d/in; echo x > d/in/x; chmod 600 empty"));
        string kernel = union.DescribeByKernel("userxattr");
        Assert.Equal(kernel, union.Describe());
    }

    [Fact]
    public void XattrWhiteouts_HideTheSame_AndTheKernelObeysThemInALower()
    {
        union.Options = new UnionOptions { Whiteouts = WhiteoutKind.Xattr };
        Fill();
        Change();
        string ours = union.Describe();
        Assert.Equal("", Text(union.Upper("d"), "trusted.overlay.opaque").Trim('x'));
        Assert.True(File.Exists(union.Upper("d/a")));
        union.Close();
        Assert.Equal(ours, union.Describe());
        Assert.Equal(Errno.ENOENT, union.TryFind("d/a", out _, out _));
        Assert.Equal(["b"], union.List("e"));
        Assert.DoesNotContain(Directory.EnumerateFiles(union.At("upper"), "*", SearchOption.AllDirectories), IsDevice);

        // The kernel knows them in lowers: with this upper as the topmost of them.
        union.Close();
        string tops = union.At("lower0");
        Directory.Move(union.At("upper"), tops);
        Directory.CreateDirectory(union.At("upper"));
        Sys.Mount("overlay"u8, UnionFixture.Bytes(union.At("mnt")), "overlay"u8, default,
            UnionFixture.Bytes($"lowerdir={tops}:{union.At("lower1")}:{union.At("lower2")},redirect_dir=on,metacopy=on")).OrThrow();
        try
        {
            Assert.Equal(ours, union.DescribeFolder(union.At("mnt")));
        }
        finally
        {
            TestDisk.Unmount(union.At("mnt"));
        }
    }

    [Fact]
    public void XattrWhiteouts_AreReplacedByWhatIsMadeInTheirPlace()
    {
        union.Options = new UnionOptions { Whiteouts = WhiteoutKind.Xattr };
        Fill();
        union.Unlink("d", "a").OrThrow();
        union.Unlink("", "g").OrThrow();
        union.Close();
        union.Create("d", "a", "new");
        union.MakeDirectory("", "g").OrThrow();
        union.Unlink("d", "b").OrThrow();
        union.Tree.MakeLink(union.Node("d/a"), union.Node("d"), "b"u8, union.Changes, out _, out _).OrThrow();
        string ours = union.Describe();
        Assert.Equal(["a", "b", "in"], union.List("d"));
        union.Close();
        Assert.Equal(ours, union.Describe());
        Assert.Equal("new", union.Read("d/b"));
    }

    [Fact]
    public void UpperOfFuseOverlayfs_IsHonoured_OnlyWhereAsked()
    {
        Fill();
        union.Write(union.LowerTop("top/x"), "x");
        Directory.CreateDirectory(union.Upper("d/in"));
        Directory.CreateDirectory(union.Upper("e"));
        Directory.CreateDirectory(union.Upper("top"));
        File.WriteAllText(union.Upper("d/.wh.a"), "");
        File.WriteAllText(union.Upper(".wh.g"), "");
        File.WriteAllText(union.Upper("d/in/.wh..wh..opq"), "");
        File.WriteAllText(union.Upper("d/in/mine"), "mine");
        File.WriteAllText(union.Upper("d/.wh.b"), "");
        File.WriteAllText(union.Upper("d/b"), "beside its own whiteout");
        TestDisk.Run("setfattr", "-n", "user.fuseoverlayfs.opaque", "-v", "y", union.Upper("e"));
        TestDisk.Run("setfattr", "-n", "user.overlay.opaque", "-v", "y", union.Upper("top"));

        Assert.Contains(".wh.a", union.List("d"));
        Assert.Equal("a", union.Read("d/a"));
        Assert.Equal(["f"], union.List("e"));
        union.Close();

        union.Options = new UnionOptions { FuseOverlayMarks = true };
        Assert.Equal(["b", "in"], union.List("d"));
        Assert.Equal(["mine"], union.List("d/in"));
        Assert.Equal([], union.List("e"));
        Assert.Equal([], union.List("top"));
        Assert.Equal(["d", "e", "top"], union.List("/"));
        Assert.Equal("beside its own whiteout", union.Read("d/b"));
        byte[] list = new byte[1000];
        union.Tree.ListXattrs(union.Node("e"), true, list, out int length, out _).OrThrow();
        Assert.Equal(0, length);
        Assert.Equal(Errno.ENODATA, union.Tree.GetXattr(union.Node("e"), "user.fuseoverlayfs.opaque"u8, list, out _));
        union.Create("d", "a", "new");
        Assert.Equal(union.Describe(), union.DescribeByKernel());
    }

    private static bool IsDevice(string path) =>
        Sys.StatAt(FileFd.WorkingDirectory, UnionFixture.Bytes(path), out FileStat stat) == Errno.Ok && stat.IsWhiteout;

    private static string Text(string path, string name)
    {
        TryText(path, name, out string text).OrThrow(path);
        return text;
    }

    private static Errno TryText(string path, string name, out string text)
    {
        byte[] value = new byte[100];
        Errno error = Sys.LGetXattr(FileFd.WorkingDirectory, UnionFixture.Bytes(path), UnionFixture.Bytes(name), value, out int length);
        text = System.Text.Encoding.UTF8.GetString(value, 0, length);
        return error;
    }
}
