using System.Diagnostics;
using Strata.Linux;
using Xunit;

namespace Strata.Fuse.Tests;

[Trait("Kind", "Mount")]
public class SetIdTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WriteByAnotherUser_ClearsTheSetUserIdBit(bool passthrough)
    {
        using TemporaryFile real = new([.. "content"u8]);
        using MemoryMount mount = new(new MemoryFileSystem(), new SessionOptions { Passthrough = passthrough });
        MemoryNode node = mount.Files.Add("file", FileMode.Regular | FileMode.SetUid | 0x1ff, [.. "content"u8]);
        if (passthrough)
        {
            Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(real.Path), OpenFlags.ReadWrite, out FileFd file).OrThrow();
            node.File = file;
        }

        using Process writer = Process.Start("setpriv", ["--reuid", "1234", "--clear-groups", "sh", "-c", $"echo more >> {mount.At("file")}"]);
        writer.WaitForExit();

        Assert.Equal(0, writer.ExitCode);
        Assert.Equal(passthrough ? 0 : 1, mount.Files.CallsOf(nameof(IFileSystem.Write)));
        Sys.StatAt(FileFd.WorkingDirectory, mount.PathOf("file"), out FileStat stat).OrThrow();
        Assert.Equal(FileMode.Regular | 0x1ffu, stat.Mode);
    }
}
