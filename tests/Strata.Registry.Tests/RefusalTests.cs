using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Strata.Blobs;
using Strata.Images;
using Strata.Images.Registry;
using Xunit;

namespace Strata.Registry.Tests;

/// <summary>What a registry may do wrong, and what is said of it.</summary>
[Trait("Kind", "Registry")]
public sealed class RefusalTests : IDisposable
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

    private string Problem => Assert.Throws<ImageException>(() => workplace.Pull(Name)).Message;

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(1, 700_000)]
    public void WrongBytes_AreRefusedAndLeaveNothing(int layer, int fromEnd)
    {
        registry.With(image);
        string hex = Digest.Of(image.Layers[layer]).Hex;
        byte[] wrong = [.. image.Layers[layer]];
        wrong[^fromEnd] ^= 0xff;
        registry.Script = request => request.Path.EndsWith(hex, StringComparison.Ordinal) ? new ScriptedAnswer(200, wrong, new Dictionary<string, string>()) : null;

        Exception e = Assert.ThrowsAny<Exception>(() => workplace.Pull(Name));

        Assert.True(e is ImageException or Strata.Layers.LayerException, e.ToString());
        Assert.Empty(workplace.Images.List());
        Assert.False(workplace.Layers.IsKnown(Digest.Of(image.Tars[layer])));
        Assert.DoesNotContain(workplace.StoreFiles(), path => path.StartsWith("staging/", StringComparison.Ordinal) || path == $"transfers/{hex}.part");
    }

    [Fact]
    public void Redirection_TakesNoCredentialsElsewhere()
    {
        using ScriptedRegistry elsewhere = new();
        elsewhere.With(image);
        registry.With(image);
        registry.Script = request => request.Authorization is null
            ? new ScriptedAnswer(401, "", ("WWW-Authenticate", "Basic realm=x"))
            : request.Path.Contains("/blobs/", StringComparison.Ordinal)
            ? new ScriptedAnswer(307, "", ("Location", $"http://{elsewhere.Host}{request.Path}"))
            : null;
        workplace.Access = workplace.Access with { Credentials = new Credentials("me", "secret") };

        Assert.True(workplace.Pull(Name).IsNew);

        Assert.Equal(3, elsewhere.Requests.Count);
        Assert.All(elsewhere.Requests, request => Assert.Null(request.Authorization));
    }

    [Fact]
    public void ChallengeFromElsewhere_IsNotAnswered()
    {
        using ScriptedRegistry elsewhere = new();
        elsewhere.Script = request => request.Path == "/token"
            ? new ScriptedAnswer(200, """{"token":"taken"}""")
            : new ScriptedAnswer(401, "", ("WWW-Authenticate", $"Bearer realm=\"http://{elsewhere.Host}/token\""));
        registry.With(image);
        registry.Script = request => request.Path.Contains("/blobs/", StringComparison.Ordinal)
            ? new ScriptedAnswer(307, "", ("Location", $"http://{elsewhere.Host}{request.Path}"))
            : null;
        workplace.Access = workplace.Access with { Credentials = new Credentials("me", "secret") };

        Assert.Contains("access denied", Problem, StringComparison.Ordinal);

        Assert.All(elsewhere.Requests, request => Assert.Null(request.Authorization));
        Assert.DoesNotContain(elsewhere.Requests, request => request.Path == "/token");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UploadThatGoesElsewhere_TakesNoCredentialsThere(bool asksForThem)
    {
        using ScriptedRegistry elsewhere = new();
        elsewhere.Script = request => asksForThem
            ? new ScriptedAnswer(401, "", ("WWW-Authenticate", "Basic realm=x"))
            : new ScriptedAnswer(201, "");
        registry.Script = request => request.Authorization is null ? new ScriptedAnswer(401, "", ("WWW-Authenticate", "Basic realm=x"))
            : request.Method == "POST" ? new ScriptedAnswer(202, "", ("Location", $"http://{elsewhere.Host}/upload"))
            : request.Method == "PUT" ? new ScriptedAnswer(201, "")
            : null;
        workplace.Access = workplace.Access with { Credentials = new Credentials("me", "secret") };
        workplace.Load(image.WriteLayout(workplace.Path("layout"), "one"));

        Exception? e = Record.Exception(() => workplace.Push("one", Name));

        Assert.Equal(asksForThem, e is ImageException);
        Assert.NotEmpty(elsewhere.Requests);
        Assert.All(elsewhere.Requests, request => Assert.Null(request.Authorization));
    }

    [Theory]
    [InlineData("nothing has come", "0-0", 404)]
    [InlineData("more than there is has come", "0-99999999", 404)]
    [InlineData("it is given up after the first part", "0-149999", 404)]
    [InlineData("it goes back again and again", "0-149999", 204)]
    public void UploadThatNeverComesToItsEnd_IsGivenUp(string situation, string range, int status)
    {
        int left = 200;
        int parts = 0;
        registry.Script = request =>
            Interlocked.Decrement(ref left) < 0 ? new ScriptedAnswer(418, $"{situation}: for ever")
            : request.Method == "POST" ? new ScriptedAnswer(202, "", ("Location", "/upload"))
            : request.Method == "PATCH" && (range != "0-149999" || Interlocked.Increment(ref parts) % 2 == 1)
                ? new ScriptedAnswer(202, "", ("Location", "/upload"), ("Range", range))
            : request.Method is "PATCH" or "PUT" ? new ScriptedAnswer(503, "")
            : request.Path == "/upload" ? new ScriptedAnswer(status, "", ("Location", "/upload"), ("Range", "0-0"))
            : null;
        workplace.Access = workplace.Access with { ChunkSize = 150_000 };
        workplace.Load(TestImage.Of(TestImage.Noise(1, 400_000)).WriteLayout(workplace.Path("layout"), "one"));

        string message = Assert.Throws<ImageException>(() => workplace.Push("one", Name)).Message;

        Assert.Contains("breaks off its upload again and again", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ManifestWithoutMediaType_IsRecognised()
    {
        registry.With(image).With(image.Manifest, "application/json", "1");

        Assert.True(workplace.Pull(Name).IsNew);
    }

    [Fact]
    public void WrongManifest_IsRefused()
    {
        registry.With(image);
        registry.Script = request => request.Method == "GET" && request.Path.Contains("/manifests/", StringComparison.Ordinal)
            ? new ScriptedAnswer(200, Encoding.UTF8.GetString(image.Manifest) + " ", ("Content-Type", MediaTypes.OciManifest), ("Docker-Content-Digest", Digest.Of(image.Manifest).ToString()))
            : null;

        Assert.Contains("was promised", Problem, StringComparison.Ordinal);
        Assert.Contains(
            "was promised",
            Assert.Throws<ImageException>(() => workplace.Pull($"{registry.Host}/team/app@{Digest.Of(image.Manifest)}")).Message,
            StringComparison.Ordinal);
        Assert.Empty(workplace.StoreFiles());
    }

    [Fact]
    public void WrongConfiguration_IsRefused()
    {
        registry.With(image);
        string hex = Digest.Of(image.Config).Hex;
        registry.Script = request => request.Path.EndsWith(hex, StringComparison.Ordinal) ? new ScriptedAnswer(200, new string(' ', image.Config.Length)) : null;

        Assert.Contains("the configuration of", Problem, StringComparison.Ordinal);
        Assert.Empty(workplace.StoreFiles());
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public void BusyRegistry_IsAskedAgainWhenItSays(int status)
    {
        registry.With(image);
        int refusals = 0;
        registry.Script = request => request.Path.EndsWith("/manifests/1", StringComparison.Ordinal) && refusals++ < 2
            ? new ScriptedAnswer(status, "", ("Retry-After", refusals == 1 ? "1" : "0"))
            : null;
        Stopwatch watch = Stopwatch.StartNew();

        Assert.True(workplace.Pull(Name).IsNew);

        Assert.True(watch.ElapsedMilliseconds >= 950, $"{watch.ElapsedMilliseconds} ms");
        Assert.Equal(4, registry.Requests.Count(request => request.Path.EndsWith("/manifests/1", StringComparison.Ordinal)));
    }

    [Fact]
    public void RegistryThatStaysBusy_IsGivenUp()
    {
        registry.Script = static _ => new ScriptedAnswer(503, """{"errors":[{"code":"UNAVAILABLE","message":"back\u001b[31m soon"}]}""");

        string message = Problem;

        Assert.Contains($"registry {registry.Host} answers 503 (back[31m soon)", message, StringComparison.Ordinal);
        Assert.Equal(1 + RegistryRetry.MostRetries, registry.Requests.Count(request => request.Method == "GET"));
    }

    [Fact]
    public void WhatIsNotThere_IsSaid()
    {
        Assert.Contains($"{Name} is not at registry {registry.Host} (manifest unknown)", Problem, StringComparison.Ordinal);
        registry.Dispose();
        Assert.Contains("cannot be reached", Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_GivesWhatIsFoundOrSaysThatThereIsNone()
    {
        registry.Script = request => request.Path == "/v1/search"
            ? new ScriptedAnswer(200, $$"""{"results":[{"name":"a","description":"{{request.Query}}","star_count":7,"is_official":true},{"name":"b"}]}""")
            : null;
        Assert.Equal(
            [new FoundImage("a", "q=two words&n=2", 7, true), new FoundImage("b", "", 0, false)],
            RegistrySearch.Run($"{registry.Host}/two words", 2, workplace.Access, CancellationToken.None));

        registry.Script = static _ => null;
        ImageException e = Assert.Throws<ImageException>(() => RegistrySearch.Run($"{registry.Host}/x", 2, workplace.Access, CancellationToken.None));
        Assert.Contains("offers no search", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_GivesThePlatformThatIsWanted()
    {
        TestImage other = TestImage.For("s390x", TestImage.Noise(3, 100));
        JsonObject Entry(TestImage of, string architecture, string? variant)
        {
            JsonObject entry = TestImage.Describe(MediaTypes.OciManifest, of.Manifest);
            entry["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = architecture, ["variant"] = variant };
            return entry;
        }

        byte[] index = TestImage.Bytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.DockerList,
            ["manifests"] = new JsonArray(Entry(other, "s390x", "z"), Entry(image, TestImage.ThisArchitecture, null)),
        });
        registry.With(other, null).With(image, null).With(index, MediaTypes.DockerList, "1");

        PulledImage own = workplace.Pull(Name);
        Assert.Equal((Digest.Of(index), Digest.Of(image.Config)), (own.Digest, own.Id));
        Assert.False(workplace.Pull(Name).IsNew);

        // The same index stands for another image, whose name it then is.
        PulledImage foreign = workplace.Pull(Name, "linux/s390x");
        Assert.Equal((true, Digest.Of(other.Config)), (foreign.IsNew, foreign.Id));
        Assert.Equal(Digest.Of(other.Config), workplace.Images.Resolve(Name).Id);
        Assert.False(workplace.Pull(Name, "linux/s390x/z").IsNew);
        Assert.False(workplace.Pull(Name).IsNew);
        Assert.Equal(Digest.Of(image.Config), workplace.Images.Resolve(Name).Id);

        ImageException e = Assert.Throws<ImageException>(() => workplace.Pull(Name, "linux/riscv64"));
        Assert.Contains("linux/riscv64 is not among its platforms (linux/s390x/z, linux/", e.Message, StringComparison.Ordinal);
        Assert.Contains(
            "is made for linux/s390x, not for linux/riscv64",
            Assert.Throws<ImageException>(() => workplace.Pull($"{registry.Host}/team/app@{Digest.Of(other.Manifest)}", "linux/riscv64")).Message,
            StringComparison.Ordinal);
    }
}
