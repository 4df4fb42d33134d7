using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class MemorySizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("65536", 65536)]
    [InlineData("512m", 512L << 20)]
    [InlineData("512M", 512L << 20)]
    [InlineData("1g", 1L << 30)]
    [InlineData("1GiB", 1L << 30)]
    [InlineData("1.5g", 3L << 29)]
    [InlineData("64kb", 64L << 10)]
    [InlineData("2t", 2L << 40)]
    [InlineData("100b", 100)]
    public void Size_IsReadInPowersOf1024(string text, long bytes)
    {
        Assert.True(MemorySize.TryParse(text, out long read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("-1")]
    [InlineData("1x")]
    [InlineData("1 000")]
    [InlineData("1m2")]
    [InlineData("99999999999999999999")]
    [InlineData("9999999999t")]
    public void NoSize_IsRefused(string text) => Assert.False(MemorySize.TryParse(text, out _));

    [Theory]
    [InlineData(64L << 20, "64MiB")]
    [InlineData(3L << 29, "1.5GiB")]
    [InlineData(100, "100B")]
    public void Size_IsShownWithTheLargestUnit(long bytes, string text) => Assert.Equal(text, MemorySize.Show(bytes));
}
