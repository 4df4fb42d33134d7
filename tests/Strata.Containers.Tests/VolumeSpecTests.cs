using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class VolumeSpecTests
{
    [Theory]
    [InlineData("/a:/b", "/a", "/b", false)]
    [InlineData("/a:/b:ro", "/a", "/b", true)]
    [InlineData("/a:/b:rw", "/a", "/b", false)]
    [InlineData("/a/../c:/b/./d/", "/c", "/b/d/", false)]
    public void Volume_IsRead(string text, string source, string target, bool readOnly) =>
        Assert.Equal(new VolumeSpec(source, target, readOnly), VolumeSpec.Parse(text));

    [Fact]
    public void RelativeSource_IsOfTheWorkingDirectory() =>
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "x"), VolumeSpec.Parse("./x:/b").Source);

    [Theory]
    [InlineData("/a", "anonymous volumes are not built yet")]
    [InlineData("name:/b", "named volumes are not built yet")]
    [InlineData("/a:b", "must be absolute")]
    [InlineData("/a:/", "must be absolute, and not /")]
    [InlineData("/a:/..", "must be absolute, and not /")]
    [InlineData("/a:/b:z", "unknown option \"z\"")]
    [InlineData("/a:/b:ro:x", "expected HOST:CONTAINER[:ro]")]
    [InlineData(":/b", "is empty")]
    public void WhatIsNoVolume_IsRefusedWithTheReason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<ContainerException>(() => VolumeSpec.Parse(text)).Message, StringComparison.Ordinal);
}
