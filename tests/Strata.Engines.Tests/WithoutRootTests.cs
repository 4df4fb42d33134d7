using Strata.Testing;
using Xunit;

namespace Strata.Engines.Tests;

/// <summary>
/// Mounts of those who are not root of the machine: root of a user namespace mounts by itself, as engines without root do; an
/// ordinary user by fusermount3.
/// </summary>
[Trait("Kind", "Mount")]
public sealed class WithoutRootTests : OverlayTest
{
    private const int User = 1000;
    private const int FirstId = 100_000;

    public WithoutRootTests()
    {
        Write("lower/file", "text");
        Write("lower/dir/inner", "text");
        Write("lower/dir/other", "text");

        // The binary lies where everyone may reach it, and /dev/fuse is everyone's, as udev makes it.
        string target = File.ResolveLinkTarget(Program, returnFinalTarget: true)!.FullName;
        File.Delete(Program);
        File.Copy(target, Program);
        Tool.Script(Folder, "chmod 755 .; mknod -m 666 fuse c 10 229; mknod -m 600 no-fuse c 10 229");
    }

    [Fact]
    public void RootOfAUserNamespace_MountsAndChangesAll()
    {
        Give(FirstId);
        string seen = InUserNamespace($"""
            {Program} -o lowerdir=lower,upperdir=upper,workdir=work merged
            grep -o 'fuse.strata-overlay.*' /proc/mounts
            cd merged
            echo more >> file
            rm dir/other
            mv dir moved
            mkdir dir
            touch dir/new
            chown 5:6 file
            mkfifo fifo
            ln file link
            setfattr -n user.a -v b file
            chmod 777 .
            setpriv --reuid 7 --regid 8 --clear-groups sh -c 'echo seven > seven'
            stat -c '%n %u:%g %h' file link seven
            if mknod device c 1 3 2>/dev/null; then exit 1; fi
            cat dir/../moved/inner file
            find . | sort | tr '\n' ' '
            cd ..
            umount merged
            """);

        Assert.Equal(
            """
            fuse.strata-overlay rw,nodev,noatime,user_id=0,group_id=0,default_permissions,allow_other 0 0
            file 5:6 2
            link 5:6 2
            seven 7:8 1
            texttextmore
            . ./dir ./dir/new ./fifo ./file ./link ./moved ./moved/inner ./seven 
            """,
            seen);
        WaitForServers();
        Assert.Equal("100005:100006\n100007:100008\n", Tool.Check(At("upper"), "stat", "-c", "%u:%g", "file", "seven"));
        Assert.Contains("user.overlay.redirect=\"dir\"", Tool.Check(Folder, "getfattr", "-dm-", "upper/moved"), StringComparison.Ordinal);
        Assert.Equal("character special file 0:0\n", Tool.Check(At("upper"), "stat", "-c", "%F %t:%T", "moved/other"));
    }

    [Fact]
    public void MountOfAUserNamespace_ShowsTheSameToTheKernelsOverlayfsThere()
    {
        Give(FirstId);
        const string Look = "cd merged; find . -printf '%p %y %m %s\\n' | sort; cat moved/inner";

        // Redirects in user. xattrs are not for the kernel: anybody could write one.
        string ours = InUserNamespace($"""
            {Program} -o lowerdir=lower,upperdir=upper,workdir=work,redirect_dir=off merged
            (cd merged; rm dir/other; mv dir moved; mkdir dir; touch dir/new; rm file)
            ({Look})
            umount merged
            """);
        WaitForServers();
        string kernels = InUserNamespace($"""
            mount -t overlay none -o lowerdir=lower,upperdir=upper,workdir=work,userxattr merged
            ({Look})
            umount merged
            """);

        Assert.Contains("./moved/inner f 644 4", ours, StringComparison.Ordinal);
        Assert.Equal(kernels, ours);
    }

    [Fact]
    public void User_MountsByFusermount()
    {
        Give(User);
        string seen = AsUser($"""
            {Program} -o lowerdir=lower,upperdir=upper,workdir=work merged
            grep -o 'fuse.strata-overlay.*' /proc/mounts
            cd merged
            echo more >> file
            rm dir/other
            mv dir moved
            cat file moved/inner
            cd ..
            fusermount3 -u merged
            """);

        Assert.Equal(
            $"""
            fuse.strata-overlay rw,nosuid,nodev,noatime,user_id={User},group_id={User},default_permissions 0 0
            textmore
            text
            """,
            seen);
        WaitForServers();
        Assert.Equal("dir file moved", Names("upper"));
    }

    [Fact]
    public void UserWithSquashedOwners_ChangesFilesOfOthers()
    {
        Give(User);
        Tool.Check(Folder, "chown", "-R", "0:0", "lower");
        string seen = AsUser($"""
            {Program} -o lowerdir=lower,upperdir=upper,workdir=work,squash_to_uid={User},squash_to_gid={User} merged
            cd merged
            echo more >> file
            chown {User}:{User} dir/inner
            chmod 600 dir/inner
            if chown 5:6 dir/inner 2>/dev/null; then exit 1; fi
            stat -c '%n %u:%g %a' file dir dir/inner
            cd ..
            fusermount3 -u merged
            """);

        Assert.Equal($"file {User}:{User} 644\ndir {User}:{User} 755\ndir/inner {User}:{User} 600", seen);
        WaitForServers();
        Assert.Equal("textmore\n", Read("upper/file"));
    }

    [Fact]
    public void UserWithOwnersInXattrs_OwnsAndGivesAsRootDoes()
    {
        Give(User);
        Tool.Check(Folder, "setfattr", "-n", "user.containers.override_stat", "-v", "0:0:0755:dir", "lower");
        string seen = AsUser($"""
            {Program} -o lowerdir=lower,upperdir=upper,workdir=work,xattr_permissions=2,uidmapping=0:{User}:1:1:100000:1000,gidmapping=0:{User}:1:1:100000:1000 merged
            cd merged
            mkdir made
            touch made/in
            mkfifo fifo
            stat -c '%n %u:%g %a %F' made made/in fifo
            cd ..
            fusermount3 -u merged
            """);

        Assert.Equal($"made {User}:{User} 755 directory\nmade/in {User}:{User} 644 regular empty file\nfifo {User}:{User} 644 fifo", seen);
        WaitForServers();
        Assert.Contains("override_stat=\"0:0:0644:pipe\"", Tool.Check(Folder, "getfattr", "-dm-", "upper/fifo"), StringComparison.Ordinal);
    }

    [Fact]
    public void UsersServer_TakesItsMountAwayWhenItIsTerminated()
    {
        Give(User);
        string mounts = AsUser($"""
            {Program} -o lowerdir=lower merged
            kill $(pgrep -f "^{Program}")
            while grep merged /proc/mounts; do sleep 0.01; done > /dev/null
            """);

        Assert.Equal("", mounts);
        WaitForServers();
    }

    [Fact]
    public void MountForEveryone_IsTheMachinesToAllow()
    {
        Give(User);
        Tool tool = Run(At("fuse"), $"setpriv --reuid {User} --regid {User} --clear-groups {Program} -o lowerdir=lower,allow_other merged");

        Assert.Equal(1, tool.ExitCode);
        Assert.Contains("user_allow_other", tool.Errors, StringComparison.Ordinal);
        Assert.EndsWith("strata-overlay: mount on merged: fusermount3 refused\n", tool.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFusermount_IsSaid()
    {
        Give(User);
        Tool tool = Run(At("fuse"), $"PATH=/nowhere /usr/bin/setpriv --reuid {User} --regid {User} --clear-groups {Program} -o lowerdir=lower merged");

        Assert.Equal(
            new Tool(1, "", "strata-overlay: mount on merged: Operation not permitted, and fusermount3, which mounts for users, is not installed\n"), tool);
    }

    [Fact]
    public void DeviceThatMayNotBeOpened_IsSaid()
    {
        Give(User);
        Tool tool = Run(At("no-fuse"), $"PATH=/nowhere /usr/bin/setpriv --reuid {User} --regid {User} --clear-groups {Program} -o lowerdir=lower merged");

        Assert.Equal(1, tool.ExitCode);
        Assert.Equal("strata-overlay: /dev/fuse: Permission denied\n", tool.Errors);
    }

    [Fact]
    public void MissingDevice_IsSaid()
    {
        Tool tool = Run(At("fuse"), $"mount -t tmpfs none /dev; mknod -m 666 /dev/null c 1 3; {Program} -o lowerdir=lower merged", withStreams: false);

        Assert.Equal(1, tool.ExitCode);
        Assert.Equal("strata-overlay: /dev/fuse: No such file or directory: is the kernel's module fuse there?\n", tool.Errors);
    }

    private void Give(int id) => Tool.Check(Folder, "chown", "-R", $"{id}:{id}", "lower", "upper", "work", "merged");

    private string AsUser(string script)
    {
        string file = Write("script", "set -eu\numask 022\n" + script);
        return Checked(Run(At("fuse"), $"setpriv --reuid {User} --regid {User} --clear-groups bash {file}"));
    }

    /// <summary>Runs a script as root of a user namespace whose first 65536 ids are those from <see cref="FirstId"/> on.</summary>
    private string InUserNamespace(string script)
    {
        // Its working directory must lie in its own mounts.
        string file = Write("script", $"set -eu\ncd {Folder}\n{script}");
        return Checked(Run(At("fuse"), $"""
            unshare --user --mount --propagation private sleep 1000 &
            pid=$!
            trap 'kill $pid' EXIT
            until [ "$(readlink /proc/$pid/ns/mnt)" != "$(readlink /proc/self/ns/mnt)" ]; do sleep 0.01; done
            echo 0 {FirstId} 65536 > /proc/$pid/uid_map
            echo 0 {FirstId} 65536 > /proc/$pid/gid_map
            nsenter --user --mount --setuid 0 --setgid 0 --target $pid bash {file}
            """));
    }

    /// <summary>Runs a script in a mount namespace of its own, with a device in the place of /dev/fuse.</summary>
    private Tool Run(string device, string script, bool withStreams = true)
    {
        string streams = withStreams ? $"mount --bind {device} /dev/fuse" : "true";
        return Tool.Run(Folder, null, "unshare", "--mount", "--propagation", "private", "bash", "-euc", $"{streams}\n{script}");
    }

    private static string Checked(Tool tool)
    {
        Assert.True(tool is { ExitCode: 0, Errors: "" }, tool.ToString());
        return tool.Output.TrimEnd('\n');
    }
}
