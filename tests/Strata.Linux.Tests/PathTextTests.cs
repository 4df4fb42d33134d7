using System.Text;
using Xunit;

namespace Strata.Linux.Tests;

[Trait("Kind", "Unit")]
public sealed class PathTextTests
{
    [Theory]
    [InlineData("usr/bin", "usr/bin")]
    [InlineData("caf\u00e9", "caf\u00e9")]
    [InlineData("a\nb", "a\\x0ab")]
    public void Utf8_IsShownAsItIs(string text, string shown) => Assert.Equal(shown, PathText.Show(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void OtherBytes_AreShownAsEscapes() => Assert.Equal("a\\xff\\xfeb", PathText.Show([(byte)'a', 0xff, 0xfe, (byte)'b']));

    [Fact]
    public void PathWithNul_IsRefusedBeforeTheKernelSeesIt() =>
        Assert.Equal(Errno.EINVAL, Sys.OpenAt(FileFd.WorkingDirectory, "/tmp\0x"u8, OpenFlags.ReadOnly, out _));

    [Fact]
    public void PathOfPathMax_IsTooLong() =>
        Assert.Equal(Errno.ENAMETOOLONG, Sys.OpenAt(FileFd.WorkingDirectory, new byte[PathText.MaxLength], OpenFlags.ReadOnly, out _));
}
