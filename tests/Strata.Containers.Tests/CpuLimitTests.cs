using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class CpuLimitTests
{
    [Theory]
    [InlineData("0.5", 50_000)]
    [InlineData("2", 200_000)]
    [InlineData("0.01", 1_000)]
    public void Cpus_BecomeAQuotaOfAPeriod(string text, long quota)
    {
        Assert.True(CpuLimit.TryParse(text, out long read));
        Assert.Equal(quota, read);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.001")]
    [InlineData("-1")]
    [InlineData("half")]
    [InlineData("")]
    public void NoNumberOfCpus_IsRefused(string text) => Assert.False(CpuLimit.TryParse(text, out _));

    [Theory]
    [InlineData("0", true)]
    [InlineData("0-2,5", true)]
    [InlineData("", false)]
    [InlineData("2-0", false)]
    [InlineData("0,", false)]
    [InlineData("0-1-2", false)]
    [InlineData("a", false)]
    [InlineData("0\n1", false)]
    public void CpuList_IsOfTheKernelsForm(string text, bool valid) => Assert.Equal(valid, CpuLimit.IsCpuList(text));
}
