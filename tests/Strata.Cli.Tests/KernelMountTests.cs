using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Strata.Linux;
using Xunit;

namespace Strata.Cli.Tests;

/// <summary>Mounts by the kernel's own drivers.</summary>
[Trait("Kind", "Mount")]
public sealed class KernelMountTests : NothingLeft
{
    private readonly string target;

    public KernelMountTests(BusyboxStore store)
        : base(store)
    {
        target = Folder("kernel-mount");
    }

    [Fact]
    public void ReadOnlyMount_NeedsNoServer()
    {
        Store.Ok("mount", "--driver", "kernel", "bb", target);

        Assert.Equal("text", File.ReadAllText(Path.Combine(target, "etc/no-program")));
        Assert.Equal(File.ReadAllBytes("/bin/busybox"), File.ReadAllBytes(Path.Combine(target, "bin/busybox")));
        Assert.Throws<IOException>(() => File.WriteAllText(Path.Combine(target, "x"), ""));
        Assert.Empty(Processes());
        JsonNode mount = Row(target);
        Assert.Equal(("bb:latest", true, "kernel", null), ((string)mount["Image"]!, (bool)mount["ReadOnly"]!, (string)mount["Driver"]!, mount["Server"]));
        Assert.Contains(Store.Ok("mounts").Split('\n'), line => line.Contains(target, StringComparison.Ordinal) && line.Contains(" kernel ", StringComparison.Ordinal));
        Assert.Contains("is used by the mount on " + target, Store.Run("rmi", "bb").Errors, StringComparison.Ordinal);
        Store.Ok("umount", target);
        Assert.Empty(Directory.EnumerateFileSystemEntries(target));
    }

    [Fact]
    public void MountTakenAwayByOtherMeans_LeavesNothing()
    {
        Store.Ok("mount", "--driver", "kernel", "bb", target);
        Assert.Single(LoopDevices());

        Assert.Equal(Errno.Ok, Sys.Unmount(PathText.Bytes(target), 0));

        Eventually(() => LoopDevices().Length == 0, () => "loop devices: " + string.Join(", ", LoopDevices()));
    }

    [Fact]
    public void MountsOfOneImage_ShareALoopDevice()
    {
        string[] targets = [target, Folder("kernel-2"), Folder("kernel-3")];
        Array.ForEach(targets, one => Store.Ok("mount", "--driver", "kernel", "bb", one));

        Assert.Single(LoopDevices());
        Store.Ok("umount", targets[0]);
        Assert.Equal("text", File.ReadAllText(Path.Combine(targets[1], "etc/no-program")));
        Store.Ok("umount", targets[1], targets[2]);
    }

    [Fact]
    public void BusyMount_IsNotTakenAway()
    {
        Store.Ok("mount", "--driver", "kernel", "bb", target);
        using (FileStream open = File.OpenRead(Path.Combine(target, "bin/busybox")))
        {
            (int code, _, string errors) = Store.Run("umount", target);

            Assert.Equal(125, code);
            Assert.Contains("is busy", errors, StringComparison.Ordinal);
            Assert.Equal(0x7f, open.ReadByte());
        }

        Store.Ok("umount", target);
    }

    [Fact]
    public void Upper_IsUsedByOneMountOnly()
    {
        string[] folders = ["--upper", Folder("kernel-upper"), "--work", Folder("kernel-work")];
        string other = Folder("kernel-other");
        Store.Ok(["mount", "--driver", "kernel", .. folders, "bb", target]);
        Assert.Equal(folders[1], (string)Row(target)["Upper"]!);

        foreach (string driver in new[] { "fuse", "kernel", "auto" })
        {
            (int code, _, string errors) = Store.Run(["mount", "--driver", driver, .. folders, "bb", other]);
            Assert.Equal((125, "strata: the upper or work folder is in use by another mount\n"), (code, errors));
        }

        Store.Ok("umount", target);
        Store.Ok(["mount", "--driver", "fuse", .. folders, "bb", target]);
        foreach (string driver in new[] { "kernel", "auto" })
        {
            (int code, _, string errors) = Store.Run(["mount", "--driver", driver, .. folders, "bb", other]);
            Assert.Equal((125, "strata: the upper or work folder is in use by another mount\n"), (code, errors));
        }

        Store.Ok("umount", target);
    }

    [Fact]
    public void UpperWithAPathThatOptionsCannotHold_IsTakenAllTheSame()
    {
        string odd = Folder($"a,b:c\\d e={new string('x', 200)}");
        string upper = Directory.CreateDirectory(Path.Combine(odd, "u")).FullName;
        string work = Directory.CreateDirectory(Path.Combine(odd, "w")).FullName;

        Store.Ok("mount", "--driver", "kernel", "--upper", upper, "--work", work, "bb", target);
        File.WriteAllText(Path.Combine(target, "new"), "new");
        JsonNode row = Row(target);
        Store.Ok("umount", target);

        Assert.Equal("new", File.ReadAllText(Path.Combine(upper, "new")));
        Assert.Equal(upper, (string)row["Upper"]!);
    }

    [Fact]
    public void FileSystemWithoutXattrs_IsRefusedByKernelAndLeftToFuseByAuto()
    {
        string memory = Folder("kernel-ramfs");
        Assert.Equal(Errno.Ok, Sys.Mount("none"u8, PathText.Bytes(memory), "ramfs"u8, MountFlags.None, default));
        try
        {
            string[] folders = ["--upper", Folder("kernel-ramfs/u"), "--work", Folder("kernel-ramfs/w")];
            (int code, _, string errors) = Store.Run(["mount", "--driver", "kernel", .. folders, "bb", target]);
            Assert.Equal(125, code);
            Assert.Contains("the kernel cannot mount this by itself: the file system of the upper folder takes no trusted extended attributes", errors, StringComparison.Ordinal);

            Store.Ok(["mount", "--driver", "auto", .. folders, "bb", target]);
            JsonNode row = Row(target);
            Store.Ok("umount", target);
            Assert.Equal("fuse", (string)row["Driver"]!);
            Assert.NotNull(row["Server"]);
        }
        finally
        {
            Assert.Equal(Errno.Ok, Sys.Unmount(PathText.Bytes(memory), 0));
        }
    }

    [Fact]
    public void Auto_TakesTheKernelWhereItCan()
    {
        Store.Ok("mount", "--driver", "auto", "bb", target);
        string driver = (string)Row(target)["Driver"]!;
        Store.Ok("umount", target);

        JsonNode info = JsonNode.Parse(Store.Ok("info", "--format", "json"))!;
        string found = (string)Assert.Single(info["Features"]!.AsArray(), feature => (string)feature!["Name"]! == "kernel driver")!["Found"]!;
        Assert.Equal(driver == "kernel", found.StartsWith("possible: ", StringComparison.Ordinal));
        Assert.Equal("kernel", driver);
    }

    [Theory]
    [InlineData("mount on /nowhere: No such file or directory", "/nowhere")]
    [InlineData("upper folder /nowhere: No such file or directory", "--upper", "/nowhere", "--work", "/tmp", "/tmp")]
    [InlineData("lie on different file systems", "--upper", "/tmp", "--work", "/proc", "/tmp")]
    public void WhatCannotBeMounted_IsSaidWithExitCode125(string message, params string[] arguments)
    {
        (int code, string output, string errors) = Store.Run(["mount", "--driver", "kernel", .. arguments[..^1], "bb", arguments[^1]]);

        Assert.Equal((125, ""), (code, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ioctl")]
    [InlineData("flock")]
    [InlineData("fsopen")]
    [InlineData("fsconfig")]
    [InlineData("fsmount")]
    [InlineData("move_mount")]
    public void CommandKilledAtAnyOfItsCalls_LeavesNothing(string call)
    {
        string[] folders = ["--upper", Folder("kernel-upper"), "--work", Folder("kernel-work")];
        string[] command = ["--root", Store.Root, "mount", "--driver", "kernel", .. folders, "bb", target];
        int number = 0;
        int code;
        do
        {
            string round = string.Create(CultureInfo.InvariantCulture, $"{call}:signal=SIGKILL:when={++number}");
            using Process run = Process.Start("strace", ["-f", "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={round}", StrataProcess.Command, .. command]);
            run.WaitForExit();
            code = run.ExitCode;
            if (code == 0)
            {
                // It has no such call any more.
                Store.Ok("umount", target);
            }

            Assert.DoesNotContain(File.ReadAllLines("/proc/self/mountinfo"), line => line.Contains(Store.Folder, StringComparison.Ordinal));
            Eventually(() => LoopDevices().Length == 0, () => $"loop devices after {round}: " + string.Join(", ", LoopDevices()));
        }
        while (code != 0);

        Assert.True(number > 1, $"the command never calls {call}");
    }

    [Fact]
    public void CallersProcessKilled_LeavesTheWholeMountOrNothing()
    {
        const int SigKill = 9;
        const int Kills = 12;
        for (int i = 0; i < Kills; i++)
        {
            using Process mount = Store.Start("mount", "--driver", "kernel", "bb", target);
            mount.WaitForExit(i);
            _ = Sys.Kill(mount.Id, SigKill);
            mount.WaitForExit();

            // The process that mounts is another one, which goes on.
            Eventually(() => Processes().Length == 0, () => "processes: " + string.Join(", ", Processes()));
            if (Store.Json("mounts", "--format", "json").Any(row => (string)row!["Target"]! == target))
            {
                Assert.Equal("text", File.ReadAllText(Path.Combine(target, "etc/no-program")));
                Store.Ok("umount", target);
            }

            Eventually(() => LoopDevices().Length == 0, () => "loop devices: " + string.Join(", ", LoopDevices()));
            Assert.DoesNotContain(File.ReadAllLines("/proc/self/mountinfo"), line => line.Contains(Store.Folder, StringComparison.Ordinal));
        }
    }

    private JsonNode Row(string mounted) =>
        Assert.Single(Store.Json("mounts", "--format", "json"), row => (string)row!["Target"]! == mounted)!;

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(Store.Folder, name)).FullName;
}
