using System.Text;
using Strata.Engines.Overlay;
using Xunit;

namespace Strata.Engines.Tests;

[Trait("Kind", "Unit")]
public class OptionTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a,b=c", "a|b=c")]
    [InlineData("a,,b,", "a|b")]
    [InlineData(",", "")]
    [InlineData("lowerdir=x,upperdir=y=z", "lowerdir=x|upperdir=y=z")]
    [InlineData(@"upperdir=a\,b,c", @"upperdir=a\,b|c")]
    [InlineData("""context="a,b",c""", "context=a,b|c")]
    [InlineData("""context="a,b" """, "context=a,b ")]
    [InlineData("""upperdir="x,y""", "upperdir=\"x|y")]
    [InlineData("""upperdir=x"y,z""", "upperdir=x\"y|z")]
    [InlineData(@"upperdir=x\", @"upperdir=x\")]
    public void Options_AreSplitAtCommasThatNothingProtects(string text, string expected)
    {
        IReadOnlyList<MountOption> options = OptionText.Split(Encoding.UTF8.GetBytes(text));

        Assert.Equal(expected, string.Join('|', options));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("/a:b", "/a|b")]
    [InlineData(@"/a\:b:c", "/a:b|c")]
    [InlineData(@"/a\\:b", @"/a\|b")]
    [InlineData(@"/a\,b", "/a,b")]
    [InlineData("a::b", "a||b")]
    [InlineData("a:", "a|")]
    public void Folders_AreSplitAtColonsThatNothingProtects(string text, string expected)
    {
        IReadOnlyList<byte[]> paths = OptionText.SplitPaths(Encoding.UTF8.GetBytes(text));

        Assert.Equal(expected, string.Join('|', paths.Select(Encoding.UTF8.GetString)));
    }

    [Fact]
    public void Paths_NeedNotBeUtf8()
    {
        byte[] text = [.. "upperdir=/x"u8, 0xff];

        Assert.Equal([(byte)'/', (byte)'x', 0xff], Assert.Single(OptionText.Split(text)).Value);
    }
}
