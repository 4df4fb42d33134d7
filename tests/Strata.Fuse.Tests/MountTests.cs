using Xunit;

namespace Strata.Fuse.Tests;

[Trait("Kind", "Mount")]
public class MountTests
{
    [Fact]
    public void FileCreatedInTheMount_IsReadBack()
    {
        using MemoryMount mount = new(new MemoryFileSystem());
        byte[] content = new byte[3_000_000];
        new Random(7).NextBytes(content);

        File.WriteAllBytes(mount.At("big"), content);
        File.AppendAllText(mount.At("small"), "one");
        File.AppendAllText(mount.At("small"), "two");

        Assert.Equal(content, File.ReadAllBytes(mount.At("big")));
        Assert.Equal("onetwo", File.ReadAllText(mount.At("small")));
        Assert.Empty(mount.Log.Lines);
    }
}
