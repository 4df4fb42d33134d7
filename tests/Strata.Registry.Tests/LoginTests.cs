using Strata.Images.Registry;
using Strata.Linux;
using Strata.Testing;
using Xunit;

namespace Strata.Registry.Tests;

/// <summary>What a login writes into Docker's configuration.</summary>
[Trait("Kind", "Registry")]
public sealed class LoginTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly RegistryWorkplace workplace = new();
    private readonly ScriptedRegistry registry = new();

    public LoginTests()
    {
        Directory.CreateDirectory(workplace.Path("docker"));
        Directory.CreateDirectory(workplace.Path("settings"));
    }

    private string ConfigPath => workplace.Path("docker/config.json");

    public void Dispose()
    {
        registry.Dispose();
        workplace.Dispose();
    }

    [Theory]
    [InlineData("../settings/docker.json", true)]
    [InlineData("../settings/docker.json", false)]
    [InlineData("/settings/docker.json", true)]
    [InlineData("../settings/link", true)]
    public void LinkToASettingsFile_StaysOne(string target, bool isThere)
    {
        string link = target.StartsWith('/') ? workplace.Folder + target : target;
        string file = workplace.Path("settings/docker.json");
        File.CreateSymbolicLink(ConfigPath, link);
        File.CreateSymbolicLink(workplace.Path("settings/link"), "docker.json");
        if (isThere)
        {
            File.WriteAllText(file, """{"psFormat":"kept"}""");
        }

        Login();

        Assert.Equal(link, new FileInfo(ConfigPath).LinkTarget);
        Assert.Contains(registry.Host, File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(isThere, File.ReadAllText(file).Contains("kept", StringComparison.Ordinal));
        Assert.Equal(Private, File.GetUnixFileMode(file));
        Assert.True(RegistryLogin.Logout(registry.Host, workplace.Path("docker")));
        Assert.DoesNotContain(registry.Host, File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal([ConfigPath], Directory.GetFiles(workplace.Path("docker")));
        Assert.Equal([file, workplace.Path("settings/link")], Directory.GetFiles(workplace.Path("settings")).Order());
    }

    [Fact]
    public void FileThatCannotBeReplaced_LeavesNoCredentialsBesideIt()
    {
        File.WriteAllText(ConfigPath, "{}");

        // As in a container that gets it from outside.
        Tool.Of("mount", "--bind", ConfigPath, ConfigPath);
        try
        {
            Assert.Equal(Errno.EBUSY, Assert.Throws<LinuxException>(Login).Error);
        }
        finally
        {
            Tool.Of("umount", ConfigPath);
        }

        Assert.Equal([ConfigPath], Directory.GetFiles(workplace.Path("docker")));
        Assert.Equal("{}", File.ReadAllText(ConfigPath));
    }

    private void Login() => RegistryLogin.Login(registry.Host, new Credentials("me", "secret"), workplace.Access, CancellationToken.None);
}
