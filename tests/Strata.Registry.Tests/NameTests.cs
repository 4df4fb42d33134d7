using Strata.Images;
using Strata.Images.Registry;
using Xunit;

namespace Strata.Registry.Tests;

[Trait("Kind", "Unit")]
public sealed class NameTests
{
    [Theory]
    [InlineData("debian", "docker.io", "library/debian", "docker.io/library/debian:latest")]
    [InlineData("docker.io/library/debian:12", "docker.io", "library/debian", "docker.io/library/debian:12")]
    [InlineData("team/app", "docker.io", "team/app", "docker.io/team/app:latest")]
    [InlineData("localhost/app", "localhost", "app", "localhost/app:latest")]
    [InlineData("registry.example:5000/a/b/c:1", "registry.example:5000", "a/b/c", "registry.example:5000/a/b/c:1")]
    public void Name_SaysRegistryAndRepository(string text, string registry, string path, string full)
    {
        ImageReference reference = ImageReference.Parse(text);

        Assert.Equal((registry, path, full), (reference.Registry, reference.RegistryPath, reference.FullName));
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost:5000", true)]
    [InlineData("127.0.0.2:5000", true)]
    [InlineData("registry.example:5000", false)]
    [InlineData("127.example", false)]
    [InlineData("10.0.0.1:5000", false)]
    public void OnlyThisMachine_IsLoopback(string name, bool isLoopback) => Assert.Equal(isLoopback, new RegistryHost(name).IsLoopback);

    [Theory]
    [InlineData("https://index.docker.io/v1/", "docker.io")]
    [InlineData("docker.io", "docker.io")]
    [InlineData("https://registry.example:5000/v2/", "registry.example:5000")]
    public void Registry_IsNamedByUrlToo(string text, string name) => Assert.Equal(name, RegistryLogin.NameOf(text));

    [Theory]
    [InlineData("linux/amd64", "linux/amd64")]
    [InlineData("linux/aarch64", "linux/arm64")]
    [InlineData("linux/arm/v7", "linux/arm/v7")]
    [InlineData("linux", null)]
    [InlineData("linux//v7", null)]
    [InlineData("a/b/c/d", null)]
    public void Platform_IsReadOrRefused(string text, string? expected)
    {
        if (expected is null)
        {
            Assert.Contains("is not a platform", Assert.Throws<ImageException>(() => Platform.Parse(text)).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(expected, Platform.Parse(text).ToString());
        }
    }
}
