using Strata.Blobs;
using Strata.Containers.Mounts;
using Strata.Linux;
using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class MountTableTests
{
    private const string Id = "sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    [Fact]
    public void Line_IsRead()
    {
        MountEntry mount = Parse($"36 35 0:51 / /mnt\\040two ro,nosuid shared:1 master:2 - fuse.strata a:1@{Id} rw,user_id=0");

        Assert.Equal(new DeviceNumber(0, 51), mount.Device);
        Assert.Equal("/mnt two", PathText.Show(mount.Target));
        Assert.True(mount.ReadOnly);
        Assert.Equal("fuse.strata", mount.Type);
        Assert.Equal($"a:1@{Id}", mount.Source);
    }

    [Fact]
    public void ReadOnlyFileSystemInAWritableMount_IsReadOnly() => Assert.True(Parse("1 2 0:3 / /m rw - fuse.strata s ro,user_id=0").ReadOnly);

    [Fact]
    public void LineWithoutTags_IsRead() => Assert.Equal("tmpfs", Parse("1 2 0:3 / /m rw - tmpfs none rw").Type);

    [Fact]
    public void OverlayOfTheKernelsDriver_IsOurs()
    {
        MountEntry mount = Parse($"1 2 0:3 / /m rw,relatime - overlay a:1@{Id} rw,lowerdir+=/,datadir+=/s/objects,upperdir=/u\\054\\134x\\040y,workdir=/w,index=on");

        Assert.True(mount.IsOurs && mount.IsOfTheKernel);
        Assert.Equal("/u,\\x y", mount.Upper);
        Assert.Equal(["/u,\\x y", "/w"], mount.OverlayFolders);
    }

    [Theory]
    [InlineData("1 2 0:3 / /m rw - overlay overlay rw,lowerdir=/l,upperdir=/u,workdir=/w", 2)]
    [InlineData("1 2 0:3 / /m rw - overlay o rw,lowerdir=/l,upperdir=u,workdir=/proc/self/fd/7", 0)]
    [InlineData("1 2 0:3 / /m ro - overlay o ro,lowerdir=/l:/m", 0)]
    [InlineData("1 2 0:3 / /m rw - ext4 /dev/sda rw,upperdir=/u", 0)]
    public void OtherMounts_AreNotOurs(string line, int folders)
    {
        MountEntry mount = Parse(line);

        Assert.False(mount.IsOurs);
        Assert.Equal(folders, mount.OverlayFolders.Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 2 0:3 / /m rw")]
    [InlineData("1 2 0:3 / /m rw - ext4")]
    [InlineData("1 2 x / /m rw - ext4 d rw")]
    [InlineData("- - - - - - - - -")]
    public void LineOfAnotherForm_IsLeftOut(string line) => Assert.Empty(MountTable.Parse(PathText.Bytes(line + "\n")));

    [Fact]
    public void ThisMachinesTable_HasARoot() => Assert.Contains(MountTable.Read(), mount => mount.Target.AsSpan().SequenceEqual("/"u8));

    [Fact]
    public void Source_ComesBack()
    {
        Assert.True(Digest.TryParse(Id, out Digest digest));
        MountSource source = new("registry.example:5000/a@b:1", digest);

        Assert.True(MountSource.TryParse(source.ToString(), out MountSource? read));
        Assert.Equal(source, read);
        Assert.False(MountSource.TryParse("/dev/sda1", out _));
        Assert.False(MountSource.TryParse("a@sha256:12", out _));
    }

    private static MountEntry Parse(string line) => Assert.Single(MountTable.Parse(PathText.Bytes(line + "\n")));
}
