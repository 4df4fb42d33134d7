using System.Text;
using Strata.Linux;
using Xunit;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union.Tests;

[Trait("Kind", "Unit")]
public sealed class StatOverrideTests
{
    [Theory]
    [InlineData("1000:1001:0644:file", FileMode.Regular, 1000u, 1001u, FileMode.Regular | 0x1A4, 0u, 0u)]
    [InlineData("0:0:04755:file", FileMode.Regular, 0u, 0u, FileMode.Regular | 0x9ED, 0u, 0u)]
    [InlineData("0:0:100644", FileMode.Regular, 0u, 0u, FileMode.Regular | 0x1A4, 0u, 0u)]
    [InlineData("7:8:40755", FileMode.Directory, 7u, 8u, FileMode.Directory | 0x1ED, 0u, 0u)]
    [InlineData("0:0:0555:dir", FileMode.Directory, 0u, 0u, FileMode.Directory | 0x16D, 0u, 0u)]
    [InlineData("0:6:0660:block-8-1", FileMode.Regular, 0u, 6u, FileMode.BlockDevice | 0x1B0, 8u, 1u)]
    [InlineData("0:0:0666:char-1-3", FileMode.Regular, 0u, 0u, FileMode.CharDevice | 0x1B6, 1u, 3u)]
    [InlineData("0:0:0666:char-1-3-later", FileMode.Regular, 0u, 0u, FileMode.CharDevice | 0x1B6, 1u, 3u)]
    [InlineData("5:5:0600:pipe", FileMode.Regular, 5u, 5u, FileMode.Fifo | 0x180, 0u, 0u)]
    [InlineData("5:5:0600:socket", FileMode.Regular, 5u, 5u, FileMode.Socket | 0x180, 0u, 0u)]
    public void Value_IsWhatTheFileShows(string value, uint onDisk, uint uid, uint gid, uint mode, uint major, uint minor)
    {
        FileStat stat = new() { Mode = onDisk | 0x1ED, Uid = 99, Gid = 99, Size = 5 };

        Assert.True(StatOverride.TryParse(Encoding.ASCII.GetBytes(value), ref stat));
        Assert.Equal((uid, gid, mode, new DeviceNumber(major, minor), 5ul), (stat.Uid, stat.Gid, stat.Mode, stat.Rdev, stat.Size));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0:0")]
    [InlineData("0:0:")]
    [InlineData("a:0:0644")]
    [InlineData("-1:0:0644")]
    [InlineData("0:4294967296:0644")]
    [InlineData("0:0:0688")]
    [InlineData("0:0:0644:")]
    [InlineData("0:0:0644:bogus")]
    [InlineData("0:0:0644:symlink")]
    [InlineData("0:0:0644:dir")]
    [InlineData("0:0:0644:char")]
    [InlineData("0:0:0644:char-1")]
    [InlineData("0:0:0644:char-1-x")]
    [InlineData("0:0:0644:char-0-0")]
    public void WrongValue_ChangesNothing(string value)
    {
        FileStat stat = new() { Mode = FileMode.Regular | 0x1ED, Uid = 99, Gid = 98 };

        Assert.False(StatOverride.TryParse(Encoding.ASCII.GetBytes(value), ref stat));
        Assert.Equal((99u, 98u, FileMode.Regular | 0x1EDu), (stat.Uid, stat.Gid, stat.Mode));
    }

    [Theory]
    [InlineData(FileMode.Regular | 0x9ED, 0u, 0u, "1:2:4755:file")]
    [InlineData(FileMode.Directory | 0x3FF, 0u, 0u, "1:2:1777:dir")]
    [InlineData(FileMode.CharDevice | 0x1B6, 1u, 3u, "1:2:0666:char-1-3")]
    [InlineData(FileMode.BlockDevice | 0x1B0, 8u, 16u, "1:2:0660:block-8-16")]
    [InlineData(FileMode.Fifo, 0u, 0u, "1:2:0000:pipe")]
    [InlineData(FileMode.Socket | 0x1FF, 0u, 0u, "1:2:0777:socket")]
    public void Attributes_ComeBackFromTheirValue(uint mode, uint major, uint minor, string value)
    {
        FileStat stat = new() { Mode = mode, Uid = 1, Gid = 2, Rdev = new DeviceNumber(major, minor) };
        FileStat read = new() { Mode = (mode & FileMode.TypeMask) == FileMode.Directory ? FileMode.Directory : FileMode.Regular };

        Assert.Equal(value, StatOverride.Format(stat));
        Assert.True(StatOverride.TryParse(Encoding.ASCII.GetBytes(value), ref read));
        Assert.Equal((stat.Mode, stat.Uid, stat.Gid, stat.Rdev), (read.Mode, read.Uid, read.Gid, read.Rdev));
    }

    [Fact]
    public void SecurityXattrs_HaveUserNamesOnTheDisk()
    {
        Span<byte> buffer = stackalloc byte[255];
        StatOverride kept = StatOverride.Containers;

        Assert.Equal("user.containers.override_security.capability"u8, kept.ToDisk("security.capability"u8, buffer));
        Assert.Equal("user.a"u8, kept.ToDisk("user.a"u8, buffer));
        Assert.Equal("security.capability"u8, StatOverride.Privileged.ToDisk("security.capability"u8, buffer));
        byte[] list = [.. "user.a\0user.containers.override_stat\0security.selinux\0user.containers.override_security.capability\0user.b\0"u8];
        Assert.Equal("user.a\0security.capability\0user.b\0"u8, list.AsSpan(0, kept.FilterList(list)));
    }
}
