using Strata.Linux;
using Xunit;

namespace Strata.Fuse.Tests;

[Trait("Kind", "Mount")]
public class PassthroughTests
{
    [Fact]
    public void ReadOfABackedFile_DoesNotReachTheFileSystem()
    {
        using TemporaryFile real = new([.. "real content"u8]);
        using MemoryMount mount = new(new MemoryFileSystem());
        AddLower(mount, "file", real);

        string content = File.ReadAllText(mount.At("file"));

        Assert.True(mount.Files.Connection!.Features.Passthrough);
        Assert.Equal("real content", content);
        Assert.Equal(0, mount.Files.CallsOf(nameof(IFileSystem.Read)));
    }

    [Fact]
    public void WithoutPassthrough_TheSameFileIsReadByReply()
    {
        using TemporaryFile real = new([.. "real content"u8]);
        using MemoryMount mount = new(new MemoryFileSystem(), new SessionOptions { Passthrough = false });
        AddLower(mount, "file", real);

        string content = File.ReadAllText(mount.At("file"));

        Assert.Equal("real content", content);
        Assert.Equal(1, mount.Files.CallsOf(nameof(IFileSystem.Read)));
        Assert.Equal(Errno.EOPNOTSUPP, mount.Files.Connection!.RegisterBacking(real.Fd, out _));
    }

    [Fact]
    public void OpenForWriting_MovesTheNameToANewNodeAndLeavesTheLowerFileAlone()
    {
        using TemporaryFile real = new([.. "lower"u8]);
        using MemoryMount mount = new(new MemoryFileSystem());
        AddLower(mount, "file", real);
        Sys.OpenAt(FileFd.WorkingDirectory, mount.PathOf("file"), OpenFlags.ReadOnly, out FileFd before).OrThrow();
        using FileFd owned = before;
        Sys.FStat(before, out FileStat oldStat).OrThrow();

        File.AppendAllText(mount.At("file"), " and upper");

        byte[] content = new byte[100];
        Sys.PRead(before, content, 0, out int count).OrThrow();
        Assert.Equal("lower"u8, content.AsSpan(0, count));
        Assert.Equal("lower and upper", File.ReadAllText(mount.At("file")));
        Assert.Equal("lower", File.ReadAllText(real.Path));
        Sys.StatAt(FileFd.WorkingDirectory, mount.PathOf("file"), out FileStat newStat).OrThrow();
        Assert.Equal(oldStat.Ino, newStat.Ino);
        Assert.Equal(0, mount.Files.CallsOf(nameof(IFileSystem.Write)));
        Assert.Empty(mount.Log.Lines);
    }

    [Fact]
    public void BackingIdClosed_IsUnknownAfterwards()
    {
        using TemporaryFile real = new([1]);
        using MemoryMount mount = new(new MemoryFileSystem());
        _ = Directory.GetFileSystemEntries(mount.Directory);
        FuseConnection connection = mount.Files.Connection!;

        connection.RegisterBacking(real.Fd, out BackingId backing).OrThrow();

        Assert.Equal(Errno.Ok, connection.CloseBacking(backing));
        Assert.Equal(Errno.ENOENT, connection.CloseBacking(backing));
    }

    private static void AddLower(MemoryMount mount, string name, TemporaryFile real)
    {
        MemoryNode node = mount.Files.Add(name, FileMode.Regular | 0x1a4, []);
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(real.Path), OpenFlags.ReadOnly, out FileFd file).OrThrow();
        node.File = file;
        node.IsLower = true;
        node.Stat.Size = (ulong)new FileInfo(real.Path).Length;
    }
}
