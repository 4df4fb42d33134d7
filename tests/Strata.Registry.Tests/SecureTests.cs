using System.Text.Json.Nodes;
using Strata.Images;
using Strata.Images.Registry;
using Xunit;

namespace Strata.Registry.Tests;

/// <summary>A real registry that speaks TLS, under an authority that nobody knows, and wants a password.</summary>
[Trait("Kind", "Registry")]
public sealed class SecureTests : IClassFixture<SecureRegistry>, IDisposable
{
    private readonly SecureRegistry registry;
    private readonly RegistryWorkplace workplace = new();

    public SecureTests(SecureRegistry registry)
    {
        this.registry = registry;
        Trusting = workplace.Access with { CertificateFolder = registry.CertificateFolder };
    }

    private RegistryAccess Trusting { get; }

    private string Name => $"{registry.Host}/team/app:1";

    private string ConfigPath => workplace.Path("docker/config.json");

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void UnknownAuthority_IsRefused()
    {
        // It is on this machine and nobody said that it speaks TLS: that is found out.
        string message = Assert.Throws<ImageException>(() => workplace.Pull(Name)).Message;

        Assert.Contains("its certificate is signed by nobody whom this machine trusts", message, StringComparison.Ordinal);
        Assert.Contains($"/etc/docker/certs.d/{registry.Host}/ca.crt", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutLogin_ItSaysSo()
    {
        workplace.Access = Trusting;

        Assert.Contains($"\"strata login {registry.Host}\" first", Assert.Throws<ImageException>(() => workplace.Pull(Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoginPushPullLogout_LeaveNoTrace()
    {
        Directory.CreateDirectory(workplace.Path("docker"));
        File.WriteAllText(ConfigPath, """{"psFormat":"kept","auths":{"other.example":{"auth":"YTpi"}}}""");
        workplace.Access = Trusting;
        TestImage image = TestImage.Of(TestImage.Noise(1, 50_000));
        workplace.Images.Load(image.WriteLayout(workplace.Path("layout"), "one"), workplace.Progress, CancellationToken.None);

        Assert.Throws<ImageException>(() => RegistryLogin.Login(registry.Host, new Credentials("me", "wrong"), Trusting, CancellationToken.None));
        Assert.DoesNotContain(registry.Host, File.ReadAllText(ConfigPath), StringComparison.Ordinal);
        Assert.Equal(ConfigPath, RegistryLogin.Login(registry.Host, new Credentials("me", "secret"), Trusting, CancellationToken.None));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ConfigPath));

        PushedImage pushed = workplace.Push("one", Name);
        using RegistryWorkplace other = new();
        other.Access = Trusting with { DockerFolder = workplace.Path("docker") };
        Assert.Equal(pushed.Digest, other.Pull(Name).Digest);

        Assert.True(RegistryLogin.Logout(registry.Host, workplace.Path("docker")));
        Assert.False(RegistryLogin.Logout(registry.Host, workplace.Path("docker")));
        Assert.Throws<ImageException>(() => workplace.Pull($"{registry.Host}/team/app:2"));
        JsonNode left = JsonNode.Parse(File.ReadAllText(ConfigPath))!;
        Assert.Equal("kept", (string)left["psFormat"]!);
        Assert.Equal(["other.example"], left["auths"]!.AsObject().Select(pair => pair.Key));
    }

    [Fact]
    public void CredentialHelper_KeepsAndForgets()
    {
        string name = $"strata-test-{Guid.NewGuid():n}";
        string program = $"/usr/local/bin/docker-credential-{name}";
        string kept = workplace.Path("kept");
        File.WriteAllText(program, $"#!/bin/sh\ncase $1 in store) cat >{kept};; get) cat {kept} 2>/dev/null || {{ echo credentials not found in native keychain; exit 1; }};; erase) rm {kept};; esac\n");
        Directory.CreateDirectory(workplace.Path("docker"));
        File.WriteAllText(ConfigPath, $$"""{"credsStore":"{{name}}"}""");
        try
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

            Assert.Null(RegistryLogin.Login(registry.Host, new Credentials("me", "secret"), Trusting, CancellationToken.None));

            Assert.Equal("""{"ServerURL":"HOST","Username":"me","Secret":"secret"}""".Replace("HOST", registry.Host, StringComparison.Ordinal), File.ReadAllText(kept));
            Assert.DoesNotContain("secret", File.ReadAllText(ConfigPath), StringComparison.Ordinal);
            workplace.Access = Trusting;
            Assert.Contains("is not at registry", Assert.Throws<ImageException>(() => workplace.Pull($"{registry.Host}/team/none:1")).Message, StringComparison.Ordinal);
            Assert.True(RegistryLogin.Logout(registry.Host, workplace.Path("docker")));
            Assert.False(File.Exists(kept));
        }
        finally
        {
            File.Delete(program);
        }
    }
}
