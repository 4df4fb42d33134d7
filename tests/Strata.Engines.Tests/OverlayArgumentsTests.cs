using System.Text;
using Strata.Engines.Overlay;
using Strata.Fuse;
using Strata.Linux;
using Strata.Union;
using Xunit;

namespace Strata.Engines.Tests;

[Trait("Kind", "Unit")]
public class OverlayArgumentsTests
{
    private const MountFlags AsFuse = MountFlags.NoDevices | MountFlags.NoAccessTime;

    [Fact]
    public void Podman_IsUnderstoodWithItsTrailingComma()
    {
        OverlayRequest request = Parse("-o", "lowerdir=/o/l/A:/o/l/B,upperdir=/o/1/diff,workdir=/o/1/work,", "/o/1/merged");

        Assert.Equal(["/o/l/A", "/o/l/B"], Texts(request.Lowers));
        Assert.Equal(("/o/1/diff", "/o/1/work", "/o/1/merged"), (Text(request.Upper!), Text(request.Work!), Text(request.Target)));
        Assert.True(request is { Durable: true, AllowOther: true, Foreground: false, Acls: true, Source: "strata-overlay", Subtype: "strata-overlay" });
        Assert.Equal((AsFuse, MountFlags.None), (request.Flags, request.Propagation));
        Assert.Empty(request.Warnings);
    }

    [Fact]
    public void Podman_IsUnderstoodWithMappedIdsAndItsEmptyOption()
    {
        OverlayRequest request = Parse("-o", "lowerdir=/l,upperdir=/u,workdir=/w,,volatile,uidmapping=:0:100000:65536,gidmapping=:0:200000:65536", "/m");
        FileStat stat = new() { Uid = 7, Gid = 70_000 };

        request.Ownership.Show(ref stat);

        Assert.Equal((100_007u, 65_534u), (stat.Uid, stat.Gid));
        Assert.False(request.Durable);
    }

    [Fact]
    public void MountFuse_PutsASourceBeforeTheTargetAndOptionsBehind()
    {
        OverlayRequest request = Parse("tank", "/m", "-o", "rw,lowerdir=/l,upperdir=/u,workdir=/w,dev,suid");

        Assert.Equal(("tank", "/m"), (request.Source, Text(request.Target)));
        Assert.Equal(MountFlags.NoAccessTime, request.Flags);
    }

    [Fact]
    public void OptionsOfAllKinds_AreUnderstood()
    {
        OverlayRequest request = Parse(
            "-f", "-s", "-olowerdir=/l,ro", "-o", "nodev,suid,noexec,atime,fsync=0,noacl,noxattrs=1,static_nlink,timeout=1.5,userxattr,redirect_dir=off,metacopy=on,index=off,xino=auto",
            "-o", "allow_other,default_permissions,fsname=x,subtype=y,max_read=65536,context=\"a:b,c\",rprivate,x-systemd.automount,nofail", "--", "-m");

        Assert.True(request is { Foreground: true, OneThread: true, Debug: false, Durable: false, Acls: false });
        Assert.Equal((RedirectMode.Off, true, IndexMode.Off), (request.Redirect, request.Metacopy, request.Index));
        Assert.Equal(new CacheTime(1, 500_000_000), request.View.Timeout);
        Assert.True(request.View is { Xattrs: false, OneLinkPerDirectory: true });
        Assert.Equal(MountFlags.ReadOnly | MountFlags.NoDevices | MountFlags.NoExecute, request.Flags);
        Assert.Equal((MountFlags.Private, "x", "y", 65_536u, "-m"), (request.Propagation, request.Source, request.Subtype, request.MaxRead, Text(request.Target)));
        Assert.Equal(["context=\"a:b,c\""], request.Contexts);
        Assert.True(request.UserXattrs);
        Assert.Empty(request.Warnings);
    }

    [Theory]
    [InlineData("squash_to_root", 0u, 0u)]
    [InlineData("squash_to_uid=5", 5u, 12u)]
    [InlineData("squash_to_gid=6", 11u, 6u)]
    [InlineData("squash_to_root,squash_to_uid=5,squash_to_gid=6", 5u, 6u)]
    [InlineData("squash_to_uid=-1", 11u, 12u)]
    [InlineData("squash_to_uid=5,uidmapping=0:1000:65536", 5u, 12u)]
    public void SquashedOwners_GoBeforeMappedOnes(string options, uint uid, uint gid)
    {
        FileStat stat = new() { Uid = 11, Gid = 12 };

        Parse("-o", "lowerdir=/l," + options, "/m").Ownership.Show(ref stat);

        Assert.Equal((uid, gid), (stat.Uid, stat.Gid));
    }

    [Fact]
    public void WhatIsNotKnown_IsToldAndIgnored()
    {
        OverlayRequest request = Parse("-o", "lowerdir=/l,threaded=1,ino32_t,xino=off,nonsense", "-x", "/m");

        Assert.Equal(["threaded=1", "ino32_t", "xino=off", "nonsense", "-x"], request.Warnings.Select(warning => warning["unknown argument ignored: ".Length..]));
    }

    [Fact]
    public void MountWithoutAnUpper_IsReadOnly() => Assert.True(Parse("-o", "lowerdir=/l", "/m").Flags.HasFlag(MountFlags.ReadOnly));

    [Fact]
    public void MountOfAUser_IsForThatUserAloneAndWithoutSetIdPrograms()
    {
        OverlayRequest request = OverlayArguments.Parse([.. Words("-o", "lowerdir=/l", "/m")], isRoot: false);

        Assert.False(request.AllowOther);
        Assert.True(request.Flags.HasFlag(MountFlags.NoSetUid));
    }

    [Theory]
    [InlineData("no mountpoint specified", "-o", "lowerdir=/l")]
    [InlineData("no mountpoint specified")]
    [InlineData("no lowerdir specified", "/m")]
    [InlineData("workdir not specified", "-o", "lowerdir=/l,upperdir=/u", "/m")]
    [InlineData("missing argument after '-o'", "/m", "-o")]
    [InlineData("an empty path in 'lowerdir=/l:'", "-o", "lowerdir=/l:", "/m")]
    [InlineData("invalid mapping specified: uidmapping=0:1", "-o", "lowerdir=/l,uidmapping=0:1", "/m")]
    [InlineData("invalid mapping specified: gidmapping=0:1:x", "-o", "lowerdir=/l,gidmapping=0:1:x", "/m")]
    [InlineData("invalid mapping specified: uidmapping=0:4294967290:10", "-o", "lowerdir=/l,uidmapping=0:4294967290:10", "/m")]
    [InlineData("invalid value in 'squash_to_uid=me'", "-o", "lowerdir=/l,squash_to_uid=me", "/m")]
    [InlineData("invalid value in 'timeout=soon'", "-o", "lowerdir=/l,timeout=soon", "/m")]
    [InlineData("invalid value in 'fsync=2': it is one of 0, 1", "-o", "lowerdir=/l,fsync=2", "/m")]
    [InlineData("invalid value in 'redirect_dir=maybe': it is one of off, on, follow, nofollow", "-o", "lowerdir=/l,redirect_dir=maybe", "/m")]
    [InlineData("'remount' cannot be done by a new process: use mount -i -o remount", "-o", "lowerdir=/l,remount", "/m")]
    public void WrongCommandLine_IsRefused(string message, params string[] args)
    {
        EngineException refusal = Assert.Throws<EngineException>(() => Parse(args));

        Assert.Equal(message, refusal.Message);
    }

    [Theory]
    [InlineData(true, "--help")]
    [InlineData(true, "-V", "-o", "lowerdir=/l")]
    [InlineData(false, "-o", "-h", "/m")]
    [InlineData(false, "--", "-h")]
    public void HelpAndVersion_AreGivenWhereTheyAreAskedFor(bool asked, params string[] args) =>
        Assert.Equal(asked, OverlayHelp.TextFor([.. Words(args)]) is not null);

    private static OverlayRequest Parse(params string[] args) => OverlayArguments.Parse([.. Words(args)], isRoot: true);

    private static IEnumerable<byte[]> Words(params string[] args) => args.Select(Encoding.UTF8.GetBytes);

    private static string Text(byte[] path) => Encoding.UTF8.GetString(path);

    private static IEnumerable<string> Texts(IEnumerable<byte[]> paths) => paths.Select(Text);
}
