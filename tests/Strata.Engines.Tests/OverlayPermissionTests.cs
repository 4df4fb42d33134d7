using Strata.Testing;
using Xunit;

namespace Strata.Engines.Tests;

/// <summary>Owners, permissions and types kept in xattrs (<c>xattr_permissions</c>), written and read.</summary>
[Trait("Kind", "Mount")]
public sealed class OverlayPermissionTests : OverlayTest
{
    /// <summary>Sets the attributes that containers/storage gives to a file of a layer under force_mask.</summary>
    private const string Layer = """
        mkdir -p lower/dir
        touch lower/file lower/dev lower/fifo lower/plain
        keep() { setfattr -n user.containers.override_stat -v "$2" "lower/$1"; }
        keep . 0:0:0555:dir
        keep dir 5:6:2775:dir
        keep file 7:8:4755:file
        keep dev 0:9:0660:char-1-3
        keep fifo 1:1:0600:pipe
        """;

    [Fact]
    public void Layer_ShowsWhatItsXattrsSay()
    {
        Tool.Script(Folder, Layer);

        Mount("lowerdir=lower");

        Assert.Equal(
            "directory 0:0 555 0,0|directory 5:6 2775 0,0|regular empty file 7:8 4755 0,0|character special file 0:9 660 1,3|fifo 1:1 600 0,0|regular empty file 0:0 644 0,0",
            Look("merged", "merged/dir", "merged/file", "merged/dev", "merged/fifo", "merged/plain"));
        Assert.Equal("", Tool.Check(Merged, "getfattr", "-dm-", "file"));

        // Copied up into an upper that keeps them itself.
        Unmount();
        MountWritable("lower");
        Tool.Script(Merged, "chmod 600 dev; chown 3 file; touch dir/new");
        Assert.Equal("character special file 0:9 600 1,3|regular empty file 3:8 755 0,0|directory 5:6 2775 0,0|regular empty file 0:6 644 0,0", Look("upper/dev", "upper/file", "upper/dir", "upper/dir/new"));
        Unmount();
    }

    [Fact]
    public void Upper_KeepsOwnersPermissionsAndTypesInXattrs()
    {
        Tool.Script(Folder, Layer);
        const string Options = "xattr_permissions=2";
        MountWritable("lower", Options);
        Tool.Script(Merged, """
            umask 022
            echo text > new
            chown 11:12 new
            chmod 4751 new
            mkdir dir/sub
            touch dir/sub/in
            mknod null c 1 3
            mknod disk b 8 1
            mkfifo pipe
            ln -s new link
            ln new hard
            python3 -c "import socket; socket.socket(socket.AF_UNIX).bind('socket')"
            echo more >> file
            chown 1:2 dir
            rm dev
            python3 -c "import os; os.setxattr('new', 'security.capability', bytes.fromhex('010000020004000000000000'+'0'*16))"
            chmod 751 .
            """);

        string[] names = [".", "new", "hard", "dir", "dir/sub", "dir/sub/in", "null", "disk", "pipe", "socket", "file"];
        string[] merged = [.. names.Select(name => "merged/" + name)];
        string seen = Look(merged);
        Assert.Equal(
            "directory 0:0 751 0,0|regular file 11:12 4751 0,0|regular file 11:12 4751 0,0|directory 1:2 2775 0,0|directory 0:6 2755 0,0|regular empty file 0:6 644 0,0"
                + "|character special file 0:0 644 1,3|block special file 0:0 644 8,1|fifo 0:0 644 0,0|socket 0:0 755 0,0|regular file 7:8 4755 0,0",
            seen);
        Assert.Contains("security.capability", Tool.Check(Merged, "getfattr", "-dm-", "new"), StringComparison.Ordinal);
        Unmount();

        // All belongs to the server, and nothing but files, folders and links is there.
        Assert.Equal(
            "directory 0:0 755 0,0|regular empty file 0:0 755 0,0|symbolic link 0:0 777 0,0", Look("upper/dir", "upper/null", "upper/link"));
        string disk = Tool.Check(Folder, "getfattr", "-dm-", "upper/new", "upper/null");
        Assert.Contains("user.containers.override_stat=\"11:12:4751:file\"", disk, StringComparison.Ordinal);
        Assert.Contains("user.containers.override_security.capability", disk, StringComparison.Ordinal);
        Assert.Contains("user.containers.override_stat=\"0:0:0644:char-1-3\"", disk, StringComparison.Ordinal);

        MountWritable("lower", Options);
        Assert.Equal(seen, Look(merged));
        Assert.Equal(["b", "c", "d", "d", "f", "f", "f", "f", "f", "l", "p", "p", "s"], Tool.Check(Merged, "find", ".", "-mindepth", "1", "-printf", "%y\\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void SetIdBitsAndCapabilities_AreClearedAsOnAnyDisk()
    {
        Write("lower/file", "");
        MountWritable("lower", "xattr_permissions=2");
        Tool.Script(Merged, """
            chmod 777 .
            for n in chown write truncate own; do echo x > $n; chown 1000:1000 $n; chmod 6777 $n; done
            chown 1001 chown
            as() { setpriv --reuid 1001 --regid 1001 --clear-groups sh -c "$1"; }
            as 'echo y >> write'
            as 'truncate -s 0 truncate'
            python3 -c "import os; os.setxattr('own', 'security.capability', bytes.fromhex('010000020004000000000000'+'0'*16))"
            echo y >> own
            """);

        Assert.Equal(
            "regular file 1001:1000 777 0,0|regular file 1000:1000 777 0,0|regular empty file 1000:1000 777 0,0|regular file 1000:1000 6777 0,0",
            Look("merged/chown", "merged/write", "merged/truncate", "merged/own"));
        Assert.Equal("", Tool.Check(Merged, "getfattr", "-dm-", "own"));
    }

    [Fact]
    public void WriteThatCannotClearTheSetIdBits_Fails()
    {
        // An open file on a tmpfs that was made immutable takes writes, but no xattr any more.
        Write("lower/other", "");
        Tool.Script(Folder, "mkdir disk; mount -t tmpfs tmpfs disk; mkdir disk/upper disk/work");
        Mount("lowerdir=lower,upperdir=disk/upper,workdir=disk/work,xattr_permissions=2");

        Assert.Contains("Operation not permitted", Tool.Script(Folder, """
            echo first > merged/file
            chmod 6777 merged/file
            exec 3>>merged/file
            chattr +i disk/upper/file
            echo more | setpriv --reuid 1001 --regid 1001 --clear-groups cat 2>&1 >&3 || true
            chattr -i disk/upper/file
            """), StringComparison.Ordinal);
        Assert.Equal("first\n", Read("merged/file"));
        Assert.Equal("regular file 0:0 6777 0,0", Look("merged/file"));
    }

    [Fact]
    public void PrivilegedXattrs_AreUsedWhereTheyAreAskedFor()
    {
        Write("lower/file", "text");
        MountWritable("lower", "xattr_permissions=1");
        Tool.Script(Merged, "chown 5:6 file; chmod 640 file; mkfifo pipe");

        Assert.Equal("regular file 5:6 640 0,0|fifo 0:0 644 0,0", Look("merged/file", "merged/pipe"));
        Unmount();
        Assert.Equal("regular file 0:0 755 0,0|fifo 0:0 644 0,0", Look("upper/file", "upper/pipe"));
        Assert.Contains("security.fuseoverlayfs.override_stat=\"5:6:0640:file\"", Tool.Check(Folder, "getfattr", "-dm-", "upper/file"), StringComparison.Ordinal);
    }

    [Fact]
    public void FuseOverlayfs_ReadsWhatIsKeptAndTheOtherWay()
    {
        Write("lower/file", "text");
        Write("lower/dir/in", "text");
        const string Options = "lowerdir=lower,upperdir=upper,workdir=work,xattr_permissions=2";
        MountWith("/usr/bin/fuse-overlayfs", Options);
        Tool.Script(Merged, "chown 5:6 file; chmod 640 file; mkdir made; chown 7:7 made; touch made/in; chmod 4711 made/in");
        string[] names = ["file", "dir", "dir/in", "made", "made/in"];
        string[] merged = [.. names.Select(name => "merged/" + name)];
        string theirs = Look(merged);
        Unmount();

        Mount(Options);
        Assert.Equal(theirs, Look(merged));
        Tool.Script(Merged, "chown 9:9 dir; chmod 700 dir/in; chown 1:1 made/in");
        string ours = Look(merged);
        Unmount();

        MountWith("/usr/bin/fuse-overlayfs", Options);
        Assert.Equal(ours, Look(merged));
    }

    [Fact]
    public void AclsAndHiddenXattrs_AreRefused()
    {
        Write("lower/file", "text");
        MountWritable("lower", "xattr_permissions=2");

        Assert.Contains("Operation not supported", Tool.Run(Merged, null, "setfacl", "-m", "u:5:r", "file").Errors, StringComparison.Ordinal);
        Assert.Contains("Operation not permitted", Tool.Run(Merged, null, "setfattr", "-n", "user.containers.override_stat", "-v", "0:0:7777:file", "file").Errors, StringComparison.Ordinal);
    }

    private string Look(params string[] paths) =>
        Tool.Check(Folder, ["stat", "-c", "%F %u:%g %a %Hr,%Lr", .. paths]).TrimEnd().Replace('\n', '|');
}
