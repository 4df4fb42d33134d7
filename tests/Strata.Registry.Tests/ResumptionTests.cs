using Strata.Blobs;
using Strata.Images;
using Strata.Layers;
using Xunit;

namespace Strata.Registry.Tests;

/// <summary>What breaks in the middle goes on where it broke.</summary>
[Trait("Kind", "Registry")]
public sealed class ResumptionTests : IDisposable
{
    private const int Large = 3 << 20;
    private readonly RegistryWorkplace workplace = new();
    private readonly ScriptedRegistry registry = new();
    private readonly TestImage image = TestImage.Of(TestImage.Noise(1, Large), TestImage.Noise(2, 1000));

    public void Dispose()
    {
        registry.Dispose();
        workplace.Dispose();
    }

    private string Name => $"{registry.Host}/team/app:1";

    private string LargeHex => Digest.Of(image.Layers[0]).Hex;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void CutConnection_GoesOnWhereItBroke(bool knowsRanges)
    {
        registry.With(image).KnowsRanges = knowsRanges;
        int cuts = 0;
        registry.Script = request => request.Path.EndsWith(LargeHex, StringComparison.Ordinal) && cuts++ < 3
            ? registry.Ordinary(request) with { CutAfter = 700_000 + cuts }
            : null;

        Assert.True(workplace.Pull(Name).IsNew);

        Assert.Equal(image.Tars[0], workplace.TarOf(workplace.Images.Resolve(Name).DiffIds[0]));
        string?[] ranges = [.. registry.Requests.Where(r => r.Path.EndsWith(LargeHex, StringComparison.Ordinal)).Select(r => r.Range)];
        Assert.Equal(4, ranges.Length);
        Assert.Null(ranges[0]);
        Assert.All(ranges[1..], range => Assert.Matches("^bytes=[1-9][0-9]*-$", range));
        Assert.DoesNotContain(workplace.StoreFiles(), path => path.StartsWith("transfers/", StringComparison.Ordinal));
    }

    [Fact]
    public void ConnectionThatAlwaysBreaks_IsGivenUpAndGoesOnAtTheNextPull()
    {
        registry.With(image);
        registry.Script = request => request.Path.EndsWith(LargeHex, StringComparison.Ordinal)
            ? registry.Ordinary(request) with { CutAfter = request.From is null ? 1_000_000 : 0 }
            : null;

        ImageException e = Assert.Throws<ImageException>(() => workplace.Pull(Name));
        Assert.Contains("broke again and again", e.Message, StringComparison.Ordinal);
        Assert.Empty(workplace.Images.List());
        Assert.Contains($"transfers/{LargeHex}.part", workplace.StoreFiles());

        registry.Script = static _ => null;
        registry.Requests.Clear();
        workplace.Pull(Name);

        Assert.Contains($"{LargeHex} bytes=1000000-", registry.BlobRequests());
        Assert.Equal(image.Tars[0], workplace.TarOf(workplace.Images.Resolve(Name).DiffIds[0]));
        Assert.DoesNotContain(workplace.StoreFiles(), path => path.StartsWith("transfers/", StringComparison.Ordinal));
    }

    [Fact]
    public void Cancelled_KeepsWhatWasComplete()
    {
        registry.With(image);
        registry.Script = request => request.Path.EndsWith(LargeHex, StringComparison.Ordinal)
            ? registry.Ordinary(request) with { SilentAfter = 2_000_000 }
            : null;
        using CancellationTokenSource cancellation = new();
        using CountdownEvent both = new(2);
        int isFar = 0;
        workplace.Progress.OnLoaded = _ => both.Signal();
        workplace.Progress.OnAdvanced = (layer, read) =>
        {
            if (read >= 1_900_000 && Interlocked.Exchange(ref isFar, 1) == 0)
            {
                both.Signal();
            }
        };
        new Thread(() =>
        {
            both.Wait();
            cancellation.Cancel();
        }).Start();

        Assert.ThrowsAny<OperationCanceledException>(() => workplace.Pull(Name, null, cancellation.Token));

        Digest small = Digest.Of(image.Tars[1]);
        Assert.True(workplace.Layers.IsKnown(small));
        Assert.Empty(workplace.Images.List());
        Assert.DoesNotContain(workplace.StoreFiles(), path => path.StartsWith("staging/", StringComparison.Ordinal));

        // Another command's sweep leaves them alone.
        workplace.Images.Sweep();
        Assert.True(workplace.Layers.IsKnown(small));

        registry.Script = static _ => null;
        registry.Requests.Clear();
        workplace.Progress.Take();
        workplace.Progress.OnLoaded = null;
        workplace.Pull(Name);
        Assert.Equal(["Already exists", "Loaded"], workplace.Progress.Take());
        string blob = Assert.Single(registry.BlobRequests(), request => !request.StartsWith(Digest.Of(image.Config).Hex, StringComparison.Ordinal));
        Assert.Matches($"^{LargeHex} bytes=(19|20)[0-9]{{5}}-$", blob);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300_000)]
    public void SpoiltRemains_AreFetchedAgain(int rightBytes)
    {
        registry.With(image);
        byte[] spoilt = image.Layers[0][..1_500_000];
        spoilt.AsSpan(rightBytes).Clear();
        Directory.CreateDirectory(Path.Combine(workplace.StorePath, "transfers"));
        File.WriteAllBytes(Path.Combine(workplace.StorePath, "transfers", LargeHex + ".part"), spoilt);

        workplace.Pull(Name);

        Assert.Equal(image.Tars[0], workplace.TarOf(workplace.Images.Resolve(Name).DiffIds[0]));
        Assert.Contains(LargeHex, registry.BlobRequests());
        Assert.DoesNotContain(workplace.StoreFiles(), path => path.StartsWith("transfers/", StringComparison.Ordinal));
    }

    [Fact]
    public void SpoiltRemains_AreNotReplacedByOtherSpoiltOnes()
    {
        registry.With(image);
        byte[] spoilt = [.. image.Layers[0]];
        spoilt.AsSpan(300_000).Clear();
        registry.Script = request => request.Path.EndsWith(LargeHex, StringComparison.Ordinal) ? new ScriptedAnswer(200, spoilt, new Dictionary<string, string>()) : null;
        Directory.CreateDirectory(Path.Combine(workplace.StorePath, "transfers"));
        File.WriteAllBytes(Path.Combine(workplace.StorePath, "transfers", LargeHex + ".part"), spoilt[..1_500_000]);

        Assert.Throws<LayerException>(() => workplace.Pull(Name));

        Assert.DoesNotContain(workplace.StoreFiles(), path => path.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public void LastImageRemoved_TakesTheRemainsWithIt()
    {
        registry.With(image);
        workplace.Pull(Name);
        Directory.CreateDirectory(Path.Combine(workplace.StorePath, "transfers"));
        File.WriteAllBytes(Path.Combine(workplace.StorePath, "transfers", LargeHex + ".part"), new byte[500_000]);

        workplace.Images.Remove([Name], static _ => null, force: false);

        Assert.Empty(workplace.StoreFiles());
    }

    [Fact]
    public void LayerThatWasNeverFetched_KeepsNoContentOfOthers()
    {
        registry.With(image);
        registry.Script = request => request.Path.EndsWith(LargeHex, StringComparison.Ordinal) ? new ScriptedAnswer(404, "") : null;
        Assert.Throws<ImageException>(() => workplace.Pull(Name));
        workplace.Load(TestImage.Of(TestImage.Noise(3, 20_000)).WriteLayout(workplace.Path("stays"), "stays"));
        IReadOnlyList<string> before = workplace.StoreFiles();
        workplace.Load(TestImage.Of(TestImage.Noise(4, 20_000)).WriteLayout(workplace.Path("goes"), "goes"));

        Assert.Equal(1, workplace.Images.Remove(["goes"], static _ => null, force: false).Swept.Objects);

        Assert.Equal(before, workplace.StoreFiles());
        Assert.Contains(before, path => path.EndsWith(".layers", StringComparison.Ordinal));
    }

    [Fact]
    public void OldRemains_AreSwept()
    {
        string folder = Path.Combine(workplace.StorePath, "transfers");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "old.part"), new byte[1]);
        File.SetLastWriteTimeUtc(Path.Combine(folder, "old.part"), DateTime.UtcNow.AddDays(-8));
        File.WriteAllBytes(Path.Combine(folder, "young.part"), new byte[1]);

        workplace.Images.Sweep();

        Assert.Equal(["transfers/young.part"], workplace.StoreFiles());
    }
}
