using System.Diagnostics;
using Strata.Blobs;
using Strata.Testing;
using Xunit;

namespace Strata.Registry.Tests;

/// <summary>The commands as people and scripts use them: words, exit codes, signals.</summary>
[Trait("Kind", "Registry")]
public sealed class CommandTests(SecureRegistry secure) : IClassFixture<SecureRegistry>, IDisposable
{
    private readonly RegistryWorkplace workplace = new();
    private readonly ScriptedRegistry registry = new();
    private readonly TestImage image = TestImage.Of(TestImage.Noise(1, 50_000), TestImage.Noise(2, 2_000_000));

    public void Dispose()
    {
        registry.Dispose();
        workplace.Dispose();
    }

    private string Name => $"{registry.Host}/team/app:1";

    private string Store => workplace.Path("other");

    [Fact]
    public void Pull_SpeaksAsDockerDoes()
    {
        registry.With(image, "latest");
        string name = $"{registry.Host}/team/app";
        Digest digest = Digest.Of(image.Manifest);

        string[] first = Ok([], "pull", name).Split('\n');

        Assert.Equal(["Using default tag: latest", "latest: Pulling from team/app"], first[..2]);
        Assert.Equal(
            image.Layers.Select(layer => $"{Digest.Of(layer).Hex[..12]}: Pull complete").Order(),
            first[2..4].Order());
        Assert.Equal([$"Digest: {digest}", $"Status: Downloaded newer image for {name}:latest", $"{name}:latest", ""], first[4..]);
        Assert.Equal(
            $"latest: Pulling from team/app\nDigest: {digest}\nStatus: Image is up to date for {name}:latest\n{name}:latest\n",
            Ok([], "pull", $"{name}:latest"));
        Assert.Equal($"{name}:latest\n", Ok([], "pull", "-q", name));
    }

    [Theory]
    [InlineData("is not at registry", "pull", "HOST/team/none")]
    [InlineData("\"linux\" is not a platform", "pull", "--platform", "linux", "HOST/team/app:1")]
    [InlineData("there is no folder /nowhere", "pull", "--cert-dir", "/nowhere", "HOST/team/app:1")]
    [InlineData("there is no image \"none\"", "push", "none")]
    [InlineData("offers no search", "search", "HOST/x")]
    [InlineData("--limit 0: expected 1 to 100", "search", "--limit", "0", "x")]
    [InlineData("standard input is no terminal", "login", "HOST")]
    [InlineData("--password-stdin needs --username", "login", "--password-stdin", "HOST")]
    public void WhatCannotBe_IsSaidWithExitCode125(string message, params string[] arguments)
    {
        registry.With(image);

        (int code, _, string errors) = StrataProcess.Finish(StrataProcess.Start(
            new Dictionary<string, string>(),
            ["--root", Store, .. arguments.Select(argument => argument.Replace("HOST", registry.Host, StringComparison.Ordinal))]));

        Assert.Equal(125, code);
        Assert.StartsWith("strata: ", errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-TERM", 125, "strata: cancelled\n")]
    [InlineData("-INT", 125, "strata: cancelled\n")]
    [InlineData("-KILL", 128 + 9, "")]
    public void Signal_EndsThePullAndTheNextGoesOn(string signal, int expectedCode, string expectedErrors)
    {
        string hex = Digest.Of(image.Layers[1]).Hex;
        registry.With(image);
        registry.Script = request => request.Path.EndsWith(hex, StringComparison.Ordinal) ? registry.Ordinary(request) with { SilentAfter = 1_500_000 } : null;
        using Process pull = StrataProcess.Start(new Dictionary<string, string>(), "--root", Store, "pull", Name);
        Assert.Equal("1: Pulling from team/app", pull.StandardOutput.ReadLine());
        Assert.EndsWith(": Pull complete", pull.StandardOutput.ReadLine(), StringComparison.Ordinal);
        string part = Path.Combine(Store, "transfers", hex + ".part");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(part) && new FileInfo(part).Length > 1_400_000, TimeSpan.FromSeconds(20)));
        Stopwatch watch = Stopwatch.StartNew();
        Tool.Of("kill", signal, pull.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));

        (int code, _, string errors) = StrataProcess.Finish(pull);

        Assert.Equal((expectedCode, expectedErrors), (code, errors));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
        registry.Script = static _ => null;
        registry.Requests.Clear();

        // The next command tidies up after it, and leaves what the next pull needs.
        Assert.Equal("[]\n", Ok([], "images", "--format", "json"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Store, "staging")));
        string again = Ok([], "pull", Name);
        Assert.Contains($"{Digest.Of(image.Layers[0]).Hex[..12]}: Already exists\n", again, StringComparison.Ordinal);
        Assert.Contains(registry.BlobRequests(), request => request.StartsWith($"{hex} bytes=1", StringComparison.Ordinal));
    }

    [Fact]
    public void SeveralPulls_GetTheSame()
    {
        registry.With(image);
        List<Process> pulls = [.. Enumerable.Range(0, 4).Select(_ => StrataProcess.Start(new Dictionary<string, string>(), "--root", Store, "pull", "-q", Name))];
        foreach (Process pull in pulls)
        {
            using (pull)
            {
                Assert.Equal((0, Name + "\n", ""), StrataProcess.Finish(pull));
            }
        }

        Assert.Contains("app", Ok([], "images"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Store, "staging")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Store, "transfers")));
    }

    [Fact]
    public void SecureRegistry_IsTrustedBySystemAndLoggedInTo()
    {
        Dictionary<string, string> variables = new()
        {
            ["DOCKER_CONFIG"] = workplace.Path("docker"),
            ["SSL_CERT_FILE"] = Path.Combine(secure.CertificateFolder, "ca.crt"),
        };
        string name = $"{secure.Host}/team/cli:1";
        Ok(variables, "load", "-q", "-i", image.WriteLayout(workplace.Path("layout"), "one"));

        using (Process login = StrataProcess.Start(variables, "login", "-u", "me", "--password-stdin", secure.Host))
        {
            (int code, string output, string errors) = StrataProcess.Finish(login, "secret\n");
            Assert.Equal((0, "Login Succeeded\n"), (code, output));
            Assert.Contains("kept unencrypted", errors, StringComparison.Ordinal);
        }

        string[] pushed = Ok(variables, "push", "one", name).Split('\n');
        Assert.Equal($"The push refers to repository [{secure.Host}/team/cli]", pushed[0]);
        Assert.Equal(image.Tars.Select(tar => $"{Digest.Of(tar).Hex[..12]}: Pushed").Order(), pushed[1..3].Order());
        Assert.Matches("^1: digest: sha256:[0-9a-f]{64} size: [0-9]+$", pushed[3]);
        Assert.Contains($"Status: Image is up to date for {name}\n", Ok(variables, "pull", name), StringComparison.Ordinal);
        Assert.Equal($"Removing login credentials for {secure.Host}\n", Ok(variables, "logout", secure.Host));
        Assert.Contains("Untagged: one:latest\n", Ok(variables, "untag", "one", "one"), StringComparison.Ordinal);
    }

    private string Ok(Dictionary<string, string> variables, params string[] arguments)
    {
        using Process process = StrataProcess.Start(variables, ["--root", Store, .. arguments]);
        (int code, string output, string errors) = StrataProcess.Finish(process);
        Assert.True(code == 0, errors);
        return output;
    }
}
