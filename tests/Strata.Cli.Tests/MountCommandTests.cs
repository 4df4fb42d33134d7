using System.Text.Json.Nodes;
using Strata.Linux;
using Xunit;

namespace Strata.Cli.Tests;

[Trait("Kind", "Mount")]
public sealed class MountCommandTests : NothingLeft
{
    private readonly string target;

    public MountCommandTests(BusyboxStore store)
        : base(store)
    {
        target = Directory.CreateDirectory(Path.Combine(store.Folder, "mount")).FullName;
    }

    [Fact]
    public void ReadOnlyMount_IsThereWhenTheCommandReturns()
    {
        Store.Ok("mount", "bb", target);

        Assert.Equal("text", File.ReadAllText(Path.Combine(target, "etc/no-program")));
        Assert.Throws<IOException>(() => File.WriteAllText(Path.Combine(target, "x"), ""));
        JsonNode mount = Assert.Single(Store.Json("mounts", "--format", "json"), row => (string)row!["Target"]! == target)!;
        Assert.Equal(("bb:latest", true), ((string)mount["Image"]!, (bool)mount["ReadOnly"]!));
        Assert.Contains("is used by the mount on " + target, Store.Run("rmi", "bb").Errors, StringComparison.Ordinal);
        Assert.Contains(target, Store.Ok("mounts"), StringComparison.Ordinal);
        Store.Ok("umount", target);
        Assert.Empty(Directory.EnumerateFileSystemEntries(target));
        Assert.Empty(Processes());
    }

    [Fact]
    public void MountOfAnImage_IsNoDamageOfAnotherStore()
    {
        Store.Ok("mount", "bb", target);

        (int code, string output, _) = StrataProcess.Run(null, "--root", Path.Combine(Store.Folder, "other-store"), "system", "check");

        Assert.Equal((0, true), (code, output.EndsWith("sound\n", StringComparison.Ordinal)));
        Store.Ok("umount", target);
    }

    [Fact]
    public void ReadingThroughAMount_LeavesNoTimeOfAccessInTheStore()
    {
        DateTime past = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        string[] objects = [.. Directory.EnumerateFiles(Path.Combine(Store.Root, "objects"), "*", SearchOption.AllDirectories)];
        Array.ForEach(objects, path => File.SetLastAccessTimeUtc(path, past));
        Store.Ok("mount", "bb", target);

        long length = File.ReadAllBytes(Path.Combine(target, "bin/busybox")).Length;
        string content = Assert.Single(objects, path => new FileInfo(path).Length == length);
        Assert.Equal(past, File.GetLastAccessTimeUtc(content));
        File.ReadAllBytes(content);
        Assert.NotEqual(past, File.GetLastAccessTimeUtc(content)); // It could have changed.
        Store.Ok("umount", target);
    }

    [Fact]
    public void WritableMount_KeepsItsChangesInTheUpper()
    {
        string upper = Directory.CreateDirectory(Path.Combine(Store.Folder, "upper")).FullName;
        string work = Directory.CreateDirectory(Path.Combine(Store.Folder, "work")).FullName;
        Store.Ok("mount", "--upper", upper, "--work", work, "bb", target);
        File.WriteAllText(Path.Combine(target, "etc/new"), "new");
        File.Delete(Path.Combine(target, "etc/no-program"));

        Assert.Contains("in use by another mount", Store.Run("mount", "--upper", upper, "--work", work, "bb", Store.Folder).Errors, StringComparison.Ordinal);
        Store.Ok("umount", target);

        Assert.Equal("new", File.ReadAllText(Path.Combine(upper, "etc/new")));
        Store.Ok("mount", "--upper", upper, "--work", work, "bb", target);
        Assert.False(File.Exists(Path.Combine(target, "etc/no-program")));
        Store.Ok("umount", target);
    }

    [Fact]
    public void BusyMount_IsNotTakenAway()
    {
        Store.Ok("mount", "bb", target);
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
    public void MountWithADeadServer_IsClearedByUmount()
    {
        const int SigKill = 9;
        Store.Ok("mount", "bb", target);
        Assert.Equal(Errno.Ok, Sys.Kill(int.Parse(Assert.Single(Processes()), null), SigKill));

        // A dying process has no command line any more before its descriptors are closed: a request may still get in, and be aborted.
        Eventually(
            () => Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(target + "/etc"), OpenFlags.ReadOnly, out _) == Errno.ENOTCONN,
            () => "the server lives");
        Assert.Contains("dead", Store.Ok("mounts"), StringComparison.Ordinal);
        Store.Ok("umount", target);
    }

    [Fact]
    public void MountTakenAwayByOtherMeans_EndsItsServer()
    {
        Store.Ok("mount", "bb", target);
        Assert.Single(Processes());

        Assert.Equal(Errno.Ok, Sys.Unmount(PathText.Bytes(target), 0));

        Eventually(() => Processes().Length == 0, () => "the server lives");
    }

    [Theory]
    [InlineData("there is no image \"nope\"", "mount", "nope", "/tmp")]
    [InlineData("mount on /nowhere: No such file or directory", "mount", "bb", "/nowhere")]
    [InlineData("--upper and --work are given together", "mount", "--upper", "/tmp", "bb", "/tmp")]
    [InlineData("upper folder /nowhere: No such file or directory", "mount", "--upper", "/nowhere", "--work", "/tmp", "bb", "/tmp")]
    [InlineData("is not a mount of strata but proc", "umount", "/proc")]
    [InlineData("/nowhere: No such file or directory", "umount", "/nowhere")]
    [InlineData("is not mounted", "umount", "/tmp/.")]
    public void WhatCannotBeMounted_IsSaidWithExitCode125(string message, params string[] arguments)
    {
        (int code, string output, string errors) = Store.Run(arguments);

        Assert.Equal((125, ""), (code, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_TellsTheMachineAndTheStore()
    {
        JsonNode info = JsonNode.Parse(Store.Ok("info", "--format", "json"))!;

        Assert.Equal(Store.Root, (string)info["Store"]!);
        Assert.Equal(1, (int)info["Images"]!);
        JsonNode fuse = Assert.Single(info["Features"]!.AsArray(), feature => (string)feature!["Name"]! == "fuse")!;
        Assert.StartsWith("protocol 7.", (string)fuse["Found"]!, StringComparison.Ordinal);
        Assert.Contains("control groups", Store.Ok("info"), StringComparison.Ordinal);
    }
}
