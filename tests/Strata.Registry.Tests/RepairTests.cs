using Strata.Blobs;
using Strata.Images;
using Strata.Images.Checking;
using Xunit;

namespace Strata.Registry.Tests;

/// <summary>A repair restores what is damaged, and only that, from where the image came.</summary>
[Trait("Kind", "Registry")]
public sealed class RepairTests : IDisposable
{
    private readonly RegistryWorkplace workplace = new();
    private readonly ScriptedRegistry registry = new();
    private readonly TestImage image = TestImage.Of(TestImage.Noise(1, 50_000), TestImage.Noise(2, 60_000), TestImage.Noise(3, 70_000));

    public RepairTests()
    {
        registry.With(image);
        workplace.Pull(Name);
        registry.Requests.Clear();
    }

    public void Dispose()
    {
        registry.Dispose();
        workplace.Dispose();
    }

    private string Name => $"{registry.Host}/team/app:1";

    [Fact]
    public void DamagedContent_IsFetchedWithItsLayerAlone()
    {
        Spoil(Directory.EnumerateFiles(At("objects"), "*", SearchOption.AllDirectories).Single(path => new FileInfo(path).Length == 60_000));

        CheckReport report = Repair(readData: true);

        Damage damage = Assert.Single(report.Damages);
        Assert.Equal((PartKind.Content, true, "restored from a registry"), (damage.Kind, damage.IsMended, damage.Done));
        Assert.Empty(report.NotFetched);
        Assert.Equal([Digest.Of(image.Layers[1]).Hex], registry.BlobRequests());
        AssertIsWhole();
    }

    [Fact]
    public void EverythingDamaged_ComesAnew()
    {
        Image before = workplace.Images.Resolve(Name);
        foreach (string file in (string[])[.. Directory.EnumerateFiles(At("recipes")), .. Directory.EnumerateFiles(At("chains")), .. Directory.EnumerateFiles(At("blobs"), "*", SearchOption.AllDirectories)])
        {
            Spoil(file);
        }

        CheckReport report = Repair(readData: false);

        Assert.True(report.IsSound, string.Join("; ", report.Damages));
        Assert.Equal(
            ["ChainImage", "Configuration", "Manifest", "Recipe", "Recipe", "Recipe"],
            report.Damages.Select(damage => damage.Kind.ToString()).Order(StringComparer.Ordinal));
        Image after = Assert.Single(workplace.Images.List());
        Assert.Equal((before.Id, before.ManifestDigest, Name), (after.Id, after.ManifestDigest, Assert.Single(after.Names)));
        AssertIsWhole();
    }

    [Fact]
    public void RegistryThatHasSomethingElseNow_IsNamedAndNothingIsLost()
    {
        Spoil(Directory.EnumerateFiles(At("recipes")).First());
        registry.Script = static _ => new ScriptedAnswer(404, "{}");

        CheckReport report = Repair(readData: false);

        Assert.False(report.IsSound);
        Assert.Contains($"{Name} from {registry.Host}/team/app@sha256:", Assert.Single(report.NotFetched), StringComparison.Ordinal);
        registry.Script = static _ => null;
        Assert.True(Repair(readData: false).IsSound);
        AssertIsWhole();
    }

    [Fact]
    public void SoundStore_AsksNobody()
    {
        Assert.True(Repair(readData: true).IsSound);
        Assert.Empty(registry.Requests);
    }

    private CheckReport Repair(bool readData) => workplace.Images.Repair(static () => [], readData, workplace.Access);

    private void AssertIsWhole()
    {
        Assert.Empty(workplace.Images.Check(static () => [], readData: true).Damages);
        Assert.Equal(image.Tars, workplace.Images.Resolve(Name).DiffIds.Select(diffId => workplace.TarOf(diffId)));
    }

    private string At(string folder) => Path.Combine(workplace.StorePath, folder);

    /// <summary>Other bytes, as many.</summary>
    private static void Spoil(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes.AsSpan().Fill(0x79);
        File.WriteAllBytes(path, bytes);
    }
}
