using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class LogSettingsTests
{
    [Fact]
    public void Options_AreRead()
    {
        Assert.Equal(new LogSettings { MaxFileBytes = 10 << 20, MaxFiles = 3 }, LogSettings.Parse([]));
        Assert.Equal(new LogSettings { MaxFileBytes = 20 << 10, MaxFiles = 1 }, LogSettings.Parse(["max-size=20k", "max-file=1"]));
    }

    [Theory]
    [InlineData("max-size=1k")]
    [InlineData("max-size=")]
    [InlineData("max-file=0")]
    [InlineData("max-file=-1")]
    [InlineData("max-file")]
    [InlineData("compress=true")]
    public void WhatIsNone_IsRefusedByName(string option) =>
        Assert.Contains(option, Assert.Throws<ContainerException>(() => LogSettings.Parse([option])).Message, StringComparison.Ordinal);
}
