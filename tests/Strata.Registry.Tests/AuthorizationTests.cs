using System.Text;
using Strata.Images;
using Strata.Images.Registry;
using Strata.Linux;
using Xunit;

namespace Strata.Registry.Tests;

/// <summary>Tokens: asked for where the registry says, with what Docker's configuration knows.</summary>
[Trait("Kind", "Registry")]
public sealed class AuthorizationTests : IDisposable
{
    private readonly RegistryWorkplace workplace = new();
    private readonly ScriptedRegistry registry = new();
    private readonly TestImage image = TestImage.Of(TestImage.Noise(1, 50_000), TestImage.Noise(2, 50_000), TestImage.Noise(3, 50_000));
    private string token = "first";
    private int tokens;

    public AuthorizationTests()
    {
        registry.With(image);
        registry.Script = request => request.Path == "/token" ? TokenFor(request)
            : request.Authorization == $"Bearer {token}" ? null
            : new ScriptedAnswer(401, "", ("WWW-Authenticate", $"Bearer realm=\"http://{registry.Host}/token\",service=\"the, \\\"service\\\"\",scope=\"repository:team/app:pull\""));
    }

    public void Dispose()
    {
        registry.Dispose();
        workplace.Dispose();
    }

    private string Name => $"{registry.Host}/team/app:1";

    [Fact]
    public void Challenge_IsAnsweredWithOneToken()
    {
        Assert.True(workplace.Pull(Name).IsNew);

        ScriptedRequest asked = Assert.Single(registry.Requests, request => request.Path == "/token");
        Assert.Equal("service=the, \"service\"&scope=repository:team/app:pull", asked.Query);
        Assert.Null(asked.Authorization);
    }

    [Fact]
    public void OldToken_IsReplaced()
    {
        string first = Strata.Blobs.Digest.Of(image.Layers[0]).Hex;
        int left = 1;
        Func<ScriptedRequest, ScriptedAnswer?> ordinary = registry.Script;
        registry.Script = request =>
        {
            if (request.Path.EndsWith(first, StringComparison.Ordinal) && Interlocked.Decrement(ref left) == 0)
            {
                token = "second";
            }

            return ordinary(request);
        };

        Assert.True(workplace.Pull(Name).IsNew);
        Assert.Equal(2, tokens);
    }

    [Fact]
    public void NameAndPassword_GoToTheTokenServerAlone()
    {
        WriteConfig($$$$"""{"auths":{"https://{{{{registry.Host}}}}/v1/":{"auth":"{{{{Base64("me:secret:with colon")}}}}"}}}""");

        workplace.Pull(Name);

        ScriptedRequest asked = Assert.Single(registry.Requests, request => request.Path == "/token");
        Assert.StartsWith("account=me&", asked.Query, StringComparison.Ordinal);
        Assert.Equal("Basic " + Base64("me:secret:with colon"), asked.Authorization);
        Assert.All(registry.Requests.Where(r => r.Path != "/token"), r => Assert.DoesNotContain("Basic", r.Authorization ?? "", StringComparison.Ordinal));
    }

    [Fact]
    public void IdentityToken_IsExchanged()
    {
        WriteConfig($$$$"""{"auths":{"{{{{registry.Host}}}}":{"auth":"{{{{Base64("00000000-0000-0000-0000-000000000000:")}}}}","identitytoken":"refresh me"}}}""");

        workplace.Pull(Name);

        ScriptedRequest asked = Assert.Single(registry.Requests, request => request.Path == "/token");
        Assert.Equal("POST", asked.Method);
        string form = Encoding.UTF8.GetString(asked.Body);
        Assert.Contains("grant_type=refresh_token", form, StringComparison.Ordinal);
        Assert.Contains("refresh_token=refresh+me", form, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("credsStore", "get", true)]
    [InlineData("credHelpers", "get", true)]
    [InlineData("credsStore", "none", false)]
    public void CredentialHelper_IsAsked(string setting, string behaviour, bool isKnown)
    {
        string name = $"strata-test-{Guid.NewGuid():n}";
        string program = $"/usr/local/bin/docker-credential-{name}";
        string answer = behaviour == "get"
            ? """test "$host" = HOST || exit 3; echo '{"ServerURL":"x","Username":"helped","Secret":"s"}'""".Replace("HOST", registry.Host, StringComparison.Ordinal)
            : "echo credentials not found in native keychain; exit 1";
        File.WriteAllText(program, $"#!/bin/sh\ntest \"$1\" = get || exit 2\nhost=$(cat)\n{answer}\n");
        try
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            WriteConfig(setting == "credsStore" ? $$"""{"credsStore":"{{name}}"}""" : $$$"""{"credHelpers":{"{{{registry.Host}}}":"{{{name}}}"}}""");

            workplace.Pull(Name);

            Assert.Equal(
                isKnown ? "Basic " + Base64("helped:s") : null,
                Assert.Single(registry.Requests, request => request.Path == "/token").Authorization);
        }
        finally
        {
            File.Delete(program);
        }
    }

    [Fact]
    public void CredentialHelperThatCannotBeRun_IsNamedAtOnce()
    {
        string name = $"strata-test-{Guid.NewGuid():n}";
        string program = $"/usr/local/bin/docker-credential-{name}";
        File.WriteAllText(program, "#!/bin/sh\n");
        try
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead);
            WriteConfig($$"""{"credsStore":"{{name}}"}""");

            Exception e = Assert.Throws<LinuxException>(() => workplace.Pull(Name));

            Assert.Contains($"docker-credential-{name}", e.Message, StringComparison.Ordinal);
            Assert.Single(registry.Requests);
        }
        finally
        {
            File.Delete(program);
        }
    }

    [Fact]
    public void CredentialHelperThatNeverEnds_IsEnded()
    {
        string name = $"strata-test-{Guid.NewGuid():n}";
        string program = $"/usr/local/bin/docker-credential-{name}";
        string pid = workplace.Path("pid");
        File.WriteAllText(program, $"#!/bin/sh\necho $$ >{pid}\ntrap '' PIPE\nwhile test -e $0; do echo ever and ever 2>/dev/null || sleep 1; done\n");
        try
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            WriteConfig($$"""{"credsStore":"{{name}}"}""");

            Assert.Contains($"docker-credential-{name} says more than", Assert.Throws<ImageException>(() => workplace.Pull(Name)).Message, StringComparison.Ordinal);

            Assert.False(Directory.Exists($"/proc/{File.ReadAllText(pid).Trim()}"));
        }
        finally
        {
            File.Delete(program);
        }
    }

    [Fact]
    public void TokenThatIsRefused_NamesTheLogin()
    {
        registry.Script = request => request.Path == "/token"
            ? new ScriptedAnswer(401, "")
            : new ScriptedAnswer(401, "", ("WWW-Authenticate", $"Bearer realm=\"http://{registry.Host}/token\""));

        ImageException e = Assert.Throws<ImageException>(() => workplace.Pull(Name));

        Assert.Contains($"team/app: access denied by registry {registry.Host}", e.Message, StringComparison.Ordinal);
        Assert.Contains($"\"strata login {registry.Host}\"", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Basic realm=\"x\"", "basic(realm=x)")]
    [InlineData("Bearer realm=\"https://a/b?c=d\", service=s , scope=\"x:y:pull,push\"", "bearer(realm=https://a/b?c=d,service=s,scope=x:y:pull,push)")]
    [InlineData("Negotiate, Basic realm=\"a\\\"b\", Bearer realm=z", "negotiate() basic(realm=a\"b) bearer(realm=z)")]
    [InlineData("Bearer realm=\"unterminated", "bearer(realm=unterminated)")]
    [InlineData("", "")]
    public void Challenges_AreReadAsTheyAreWritten(string header, string expected) =>
        Assert.Equal(
            expected,
            string.Join(' ', Challenge.Parse(header).Select(c => $"{c.Scheme}({string.Join(',', c.Parameters.Select(p => $"{p.Key}={p.Value}"))})")));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private ScriptedAnswer TokenFor(ScriptedRequest request)
    {
        Interlocked.Increment(ref tokens);
        return new ScriptedAnswer(200, request.Method == "POST" ? $$"""{"access_token":"{{token}}"}""" : $$"""{"token":"{{token}}","expires_in":60}""");
    }

    private void WriteConfig(string json)
    {
        Directory.CreateDirectory(workplace.Path("docker"));
        File.WriteAllText(workplace.Path("docker/config.json"), json);
    }
}
