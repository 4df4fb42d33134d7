using System.Diagnostics;
using System.Globalization;
using Strata.Testing;
using Xunit;

namespace Strata.Engines.Tests;

/// <summary>What the options do to the tree that is seen.</summary>
[Trait("Kind", "Mount")]
public sealed class OverlayOptionTests : OverlayTest
{
    [Fact]
    public void MappedOwners_AreShownAndStoredTheOtherWay()
    {
        Write("lower/file", "text");
        Write("lower/high", "text");
        Tool.Check(Folder, "chown", "-h", "5:6", "lower/file");
        Tool.Check(Folder, "chown", "70000:70000", "lower/high");

        MountWritable("lower", "uidmapping=:0:100000:65536,gidmapping=:0:200000:65536");

        Assert.Equal("100005:200006 65534:65534 100000:200000", Owners("merged/file", "merged/high", "merged"));
        Tool.Script(Merged, """
            setpriv --reuid 100007 --regid 200008 --clear-groups touch file 2>/dev/null && exit 1
            chmod 777 .
            setpriv --reuid 100007 --regid 200008 --clear-groups sh -ec 'touch new; mkdir dir; ln -s x link; mkfifo fifo; umask 0; touch open; chmod 640 new'
            chown 100001:200002 file
            if chown 5 file 2>/dev/null; then exit 1; fi
            """);
        Assert.Equal("100007:200008 100007:200008 100007:200008 100007:200008", Owners("merged/new", "merged/dir", "merged/link", "merged/fifo"));
        Assert.Equal("100001:200002", Owners("merged/file"));
        Unmount();
        Assert.Equal("7:8 7:8 7:8 7:8 1:2", Owners("upper/new", "upper/dir", "upper/link", "upper/fifo", "upper/file"));
    }

    [Fact]
    public void OwnerOutsideOfTheMap_CanCreateAndIsNobody()
    {
        // As an engine does before the container's own users are there.
        MountWritable(Path.GetDirectoryName(Write("lower/file", ""))!, "uidmapping=0:100000:1000,gidmapping=0:100000:1000");

        Directory.CreateDirectory(At("merged/made"));

        Assert.Equal("65534:65534", Owners("merged/made"));
        Assert.Equal("65534:65534", Owners("upper/made"));
    }

    [Fact]
    public void AclsOfMappedOwners_NameThemAsTheyAreShown()
    {
        Write("lower/file", "text");
        Tool.Check(Folder, "setfacl", "-m", "u:5:r,g:6:w", "lower/file");

        MountWritable("lower", "uidmapping=0:100000:65536,gidmapping=0:200000:65536");

        Assert.Contains("user:100005:r--\ngroup::r--\ngroup:200006:-w-", Tool.Check(Merged, "getfacl", "-cn", "file"), StringComparison.Ordinal);
        Tool.Check(Merged, "setfacl", "-m", "u:100009:rw", "file");
        Unmount();
        Assert.Contains("user:5:r--\nuser:9:rw-\n", Tool.Check(Folder, "getfacl", "-cn", "upper/file"), StringComparison.Ordinal);
    }

    [Fact]
    public void Acls_AreKept()
    {
        Write("lower/file", "text");
        Tool.Check(Folder, "chmod", "600", "lower/file");
        Tool.Check(Folder, "setfacl", "-m", "u:1000:r", "lower/file");

        MountWritable("lower");
        Assert.Equal("text", Tool.Check(Merged, "setpriv", "--reuid", "1000", "--regid", "1000", "--clear-groups", "cat", "file"));
        Unmount();

        MountWritable("lower", "noacl");
        Assert.Equal(1, Tool.Run(Merged, null, "setpriv", "--reuid", "1000", "--regid", "1000", "--clear-groups", "cat", "file").ExitCode);
    }

    [Fact]
    public void SquashedOwners_AreTheSameForAll()
    {
        Write("lower/file", "text");
        Tool.Check(Folder, "chown", "5:6", "lower/file");

        MountWritable("lower", "squash_to_root,squash_to_gid=7");

        Assert.Equal("0:7", Owners("merged/file"));
        Tool.Script(Merged, "chmod 777 .; setpriv --reuid 1000 --regid 1000 --clear-groups mkdir new; chown 8:9 file");
        Assert.Equal("0:7 0:7", Owners("merged/file", "merged/new"));
        Assert.Equal("8:9 1000:1000", Owners("upper/file", "upper/new"));
    }

    [Fact]
    public void StaticLinkCounts_AreOneForEveryFolder()
    {
        Write("lower/dir/a/file", "");
        Write("lower/dir/b/file", "");

        MountWritable("lower", "static_nlink");

        Assert.Equal("1\n1\n", Tool.Check(Merged, "stat", "-c", "%h", ".", "dir"));
        Directory.CreateDirectory(At("merged/new/one"));
        Assert.Equal("1\n", Tool.Check(Merged, "stat", "-c", "%h", "new"));
    }

    [Fact]
    public void MountWithoutXattrs_HasNone()
    {
        Write("lower/file", "text");
        Tool.Check(Folder, "setfattr", "-n", "user.a", "-v", "b", "lower/file");

        MountWritable("lower", "noxattrs=1");

        Assert.Equal("", Tool.Run(Merged, null, "getfattr", "-d", "file").Output);
        Assert.Contains("Operation not supported", Tool.Run(Merged, null, "setfattr", "-n", "user.x", "-v", "y", "file").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void RenameOfALowerFolder_IsRefusedWithoutRedirects()
    {
        Write("lower/dir/file", "text");
        const string Move = "import os,sys\ntry: os.rename('dir', 'moved')\nexcept OSError as e: print(e.strerror)";

        MountWritable("lower", "redirect_dir=off");
        Assert.Equal("Invalid cross-device link\n", Tool.Check(Merged, "python3", "-c", Move));
        Unmount();

        MountWritable("lower");
        Assert.Equal("", Tool.Check(Merged, "python3", "-c", Move));
        Assert.Equal("text", Read("merged/moved/file"));
        Assert.Contains("trusted.overlay.redirect=\"dir\"", Tool.Check(Folder, "getfattr", "-dm-", "upper/moved"), StringComparison.Ordinal);
    }

    [Fact]
    public void UserXattrs_HoldTheMarksWhereTheyAreAskedFor()
    {
        Write("lower/dir/file", "text");

        MountWritable("lower", "userxattr");
        Directory.Move(At("merged/dir"), At("merged/moved"));

        Assert.Equal("text", Read("merged/moved/file"));
        Assert.Contains("user.overlay.redirect=\"dir\"", Tool.Check(Folder, "getfattr", "-dm-", "upper/moved"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("volatile", 0)]
    [InlineData("fsync=0", 0)]
    [InlineData("fsync=1", 1)]
    public void Fsync_ReachesTheDiskUnlessItIsSwitchedOff(string option, int calls)
    {
        MountWritable(Path.GetDirectoryName(Write("lower/file", ""))!, option);
        string server = Assert.Single(Processes()).ToString(CultureInfo.InvariantCulture);
        string trace = At("trace");
        using Process strace = Tool.Start(Folder, null, "strace", "-f", "-q", "-e", "trace=fsync,fdatasync", "-o", trace, "-p", server);
        Eventually(() => File.ReadAllText($"/proc/{server}/status").Contains($"TracerPid:\t{strace.Id}", StringComparison.Ordinal), () => "strace does not trace");

        Tool.Check(Merged, "python3", "-c", "import os\nf = os.open('new', os.O_CREAT | os.O_WRONLY)\nos.write(f, b'x')\nos.fsync(f)");
        strace.Kill();
        strace.WaitForExit();

        Assert.Equal(calls, File.ReadLines(trace).Count(line => line.Contains("sync(", StringComparison.Ordinal)));
    }

    [Fact]
    public void TimeoutOfZero_MakesTheKernelAskEachTime()
    {
        Write("lower/file", "text");
        MountWritable("lower", "timeout=0");
        Assert.False(File.Exists(At("merged/late")));

        Tool.Check(Folder, "chmod", "600", "lower/file");

        Assert.Equal("600\n", Tool.Check(Merged, "stat", "-c", "%a", "file"));
    }

    private string Owners(params string[] paths) =>
        Tool.Check(Folder, ["stat", "-c", "%u:%g", .. paths]).TrimEnd().Replace('\n', ' ');
}
