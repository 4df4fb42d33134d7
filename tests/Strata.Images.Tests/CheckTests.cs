using System.Text.RegularExpressions;
using Strata.Blobs;
using Strata.Images.Checking;
using Strata.Testing;
using Xunit;

namespace Strata.Images.Tests;

[Trait("Kind", "Unit")]
public sealed class CheckTests : IDisposable
{
    private readonly Workplace workplace = new();
    private readonly string layout;

    public CheckTests()
    {
        string shared = TestLayout.Tar(workplace, "shared", TestLayout.Noise(1, 20_000));
        layout = new TestLayout(workplace)
            .With("one", shared, TestLayout.Tar(workplace, "x", TestLayout.Noise(2, 30_000)))
            .With("two", shared)
            .Folder;
        workplace.Load(layout);
    }

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SoundStore_IsSound(bool readData)
    {
        CheckReport report = Check(readData);

        Assert.Empty(report.Damages);
        Assert.Empty(report.Strangers);
        Assert.Equal(new Unused(0, 0, 0, 0, 0), report.Unused);
        Assert.Equal((2, 2, 2, 2), (report.Images, report.Layers, report.Chains, report.Contents));
    }

    [Theory]
    [InlineData("cut", false)]
    [InlineData("gone", false)]
    [InlineData("folder", false)]
    [InlineData("changed", true)]
    public void DamagedContent_IsFoundAndRestoredByTheNextLoad(string damage, bool needsData)
    {
        Spoil(ObjectOf(20_000), damage);
        Assert.Equal(!needsData, Check(readData: false).Damages.Count > 0);

        Damage found = Assert.Single(Check(readData: true).Damages);

        Assert.Equal(PartKind.Content, found.Kind);
        Assert.Equal(["one:latest", "two:latest"], found.Images.Order());

        // Known from now on, also to a check that reads no data.
        Assert.False(Check(readData: false).IsSound);
        workplace.Load(layout);
        Assert.Contains("Loaded", workplace.Progress.Lines.TakeLast(2));
        Assert.True(Check(readData: true).IsSound);
        Assert.Empty(workplace.Blobs.Damaged.List());
    }

    [Fact]
    public void WrongContent_IsTakenAwayByARepair_AndNothingElse()
    {
        string wrong = ObjectOf(30_000);
        Spoil(wrong, "changed");
        IReadOnlyList<string> before = workplace.StoreFiles();

        CheckReport report = Repair(readData: true);

        Assert.Equal(["one:latest"], report.Touched);
        Assert.Equal(before.Except([Path.GetRelativePath(workplace.StorePath, wrong)]), workplace.StoreFiles().Where(path => !path.StartsWith("damaged/", StringComparison.Ordinal)));
        workplace.Load(layout);
        Assert.True(Check(readData: true).IsSound);
        Assert.Equal(before, workplace.StoreFiles());
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("cut")]
    [InlineData("gone")]
    public void DamagedRecipe_IsFoundAndRestoredByTheNextLoad(string damage)
    {
        Digest diffId = workplace.Images.Resolve("one").DiffIds[1];
        Spoil(Path.Combine(workplace.StorePath, "recipes", diffId.Hex), damage);

        Damage found = Assert.Single(Check(readData: false).Damages);

        Assert.Equal((PartKind.Recipe, diffId.ToString()), (found.Kind, found.Name));
        Assert.Equal(["one:latest"], found.Images);
        Assert.False(Repair(readData: false).IsSound);
        workplace.Load(layout);
        Assert.True(Check(readData: true).IsSound);
    }

    [Fact]
    public void ManifestAndRecipeThatAreGone_AreBothReportedByARepair()
    {
        Image image = workplace.Images.Resolve("one");
        Spoil(Path.Combine(workplace.StorePath, "recipes", image.DiffIds[1].Hex), "gone");
        Spoil(Path.Combine(workplace.StorePath, "blobs/sha256", image.ManifestDigest.Hex), "gone");

        CheckReport report = Repair(readData: false);

        Damage manifest = Assert.Single(report.Damages, damage => damage.Kind == PartKind.Manifest);
        Assert.Contains($"layer {image.DiffIds[1]} is missing", manifest.Done, StringComparison.Ordinal);
        workplace.Load(layout);
        Assert.True(Check(readData: true).IsSound);
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("cut")]
    [InlineData("empty")]
    public void DamagedChainImage_IsBuiltAgainByARepair(string damage)
    {
        string path = Path.Combine(workplace.StorePath, "chains", workplace.Images.Resolve("one").ChainId.Hex);
        byte[] sound = File.ReadAllBytes(path);
        Spoil(path, damage);
        Assert.Equal(PartKind.ChainImage, Assert.Single(Check(readData: false).Damages).Kind);

        CheckReport report = Repair(readData: false);

        Assert.True(report.IsSound);
        Assert.Equal(sound, File.ReadAllBytes(path));
        Assert.Empty(Check(readData: true).Damages);
    }

    [Fact]
    public void ChainImageThatIsNotThere_IsNoDamage()
    {
        File.Delete(Path.Combine(workplace.StorePath, "chains", workplace.Images.Resolve("one").ChainId.Hex));

        Assert.Empty(Check(readData: false).Damages);
    }

    [Fact]
    public void DamagedDocument_IsFoundAndRestoredByTheNextLoad()
    {
        Image one = workplace.Images.Resolve("one");
        Spoil(Path.Combine(workplace.StorePath, "blobs/sha256", one.Id.Hex), "changed");
        Spoil(Path.Combine(workplace.StorePath, "blobs/sha256", one.ManifestDigest.Hex), "gone");

        CheckReport report = Repair(readData: false);

        Assert.Equal([PartKind.Manifest, PartKind.Configuration], report.Damages.Select(damage => damage.Kind));
        Assert.Null(report.Unused);
        workplace.Load(layout);
        Assert.True(Check(readData: true).IsSound);
    }

    [Fact]
    public void DerivedManifest_IsMadeAgain()
    {
        string archive = workplace.Path("archive");
        Tool.Of("skopeo", "copy", "-q", $"oci:{layout}:two", $"docker-archive:{archive}:three:1");
        workplace.Load(archive);
        Spoil(Path.Combine(workplace.StorePath, "blobs/sha256", workplace.Images.Resolve("three:1").ManifestDigest.Hex), "changed");

        Assert.True(Assert.Single(Repair(readData: false).Damages).IsMended);

        Assert.True(Check(readData: false).IsSound);
    }

    [Theory]
    [InlineData("content")]
    [InlineData("recipe")]
    public void KeptBlob_RestoresItsLayerByARepair(string what)
    {
        Image one = workplace.Images.Resolve("one");
        foreach (Descriptor layer in one.Manifest.Layers)
        {
            File.Copy(Path.Combine(layout, "blobs/sha256", layer.Digest.Hex), Path.Combine(workplace.StorePath, "blobs/sha256", layer.Digest.Hex));
        }

        IReadOnlyList<string> before = workplace.StoreFiles();
        Spoil(what == "content" ? ObjectOf(30_000) : Path.Combine(workplace.StorePath, "recipes", one.DiffIds[1].Hex), "changed");

        CheckReport report = Repair(readData: true);

        Assert.Equal("restored from the kept blob", Assert.Single(report.Damages).Done);
        Assert.True(report.IsSound);
        Assert.Empty(Check(readData: true).Damages);
        Assert.Equal(before, workplace.StoreFiles());
    }

    [Fact]
    public void DamagedKeptBlob_IsTakenAwayByARepair()
    {
        Descriptor layer = workplace.Images.Resolve("one").Manifest.Layers[0];
        string kept = Path.Combine(workplace.StorePath, "blobs/sha256", layer.Digest.Hex);
        File.WriteAllBytes(kept, new byte[layer.Size]);
        Assert.Empty(Check(readData: false).Damages);
        Assert.Equal(PartKind.KeptBlob, Assert.Single(Check(readData: true).Damages).Kind);

        Repair(readData: true);

        Assert.False(File.Exists(kept));
        Assert.Empty(Check(readData: true).Damages);
    }

    [Fact]
    public void LostList_IsMadeAgainOfTheManifests()
    {
        Digest[] ids = [.. workplace.Images.List().Select(image => image.Id)];
        File.WriteAllText(Path.Combine(workplace.StorePath, "images.json"), "{\"version\":1,\"ima");
        Assert.Equal(PartKind.List, Assert.Single(Check(readData: false).Damages).Kind);

        Repair(readData: false);

        Assert.Equal(ids.Order(Comparer<Digest>.Create((a, b) => a.Bytes.SequenceCompareTo(b.Bytes))), workplace.Images.List().Select(image => image.Id).Order(Comparer<Digest>.Create((a, b) => a.Bytes.SequenceCompareTo(b.Bytes))));
        workplace.Load(layout);
        Assert.Equal("one:latest", Assert.Single(workplace.Images.Resolve("one").Names));
        Assert.True(Check(readData: true).IsSound);
    }

    [Fact]
    public void ListThatCannotBeReplaced_StaysInItsPlace()
    {
        string list = Path.Combine(workplace.StorePath, "images.json");
        File.WriteAllText(list, "{\"version\":1,\"ima");
        Directory.CreateDirectory(list + ".new");

        Assert.False(Repair(readData: false).IsSound);

        Assert.Equal("{\"version\":1,\"ima", File.ReadAllText(list));
        Directory.Delete(list + ".new");
        Repair(readData: false);
        Assert.Equal(2, workplace.Images.List().Count);
        Assert.Equal("{\"version\":1,\"ima", File.ReadAllText(list + ".damaged"));
        Assert.False(File.Exists(list + ".new"));
    }

    [Fact]
    public void ListThatAnotherRepairHasReplaced_KeepsTheNamesThatCameSince()
    {
        Assert.Null(new ImageIndex(workplace.Blobs.Root).Replace(() => throw new InvalidOperationException("it is readable")));

        Assert.Equal("one:latest", Assert.Single(workplace.Images.Resolve("one").Names));
    }

    [Fact]
    public void WhatNoImageNeeds_IsCountedAndTakenAwayByARepair()
    {
        IReadOnlyList<string> before = workplace.StoreFiles();
        string store = workplace.StorePath;
        string orphan = new('a', Digest.HexLength);
        File.WriteAllText(Path.Combine(store, "objects/aa", orphan[2..]), "orphan");
        File.WriteAllText(Path.Combine(store, "recipes", orphan), "unreadable");
        File.WriteAllText(Path.Combine(store, "blobs/sha256", orphan), "nobody's");
        File.WriteAllText(Path.Combine(store, "recipes/README"), "a stranger");

        CheckReport report = Check(readData: false);

        Assert.True(report.IsSound);
        Assert.Equal((1, 0, 1, 1), (report.Unused!.Recipes, report.Unused.Chains, report.Unused.Documents, report.Unused.Contents));
        Assert.Equal(["README"], report.Strangers);
        Assert.True(Repair(readData: false).IsSound);
        Assert.Equal(before.Append("recipes/README").Order(StringComparer.Ordinal), workplace.StoreFiles());
    }

    [Fact]
    public void ListSaysTheChain_SoThatAMountNeedsNoDocument()
    {
        Image one = workplace.Images.Resolve("one");
        string list = Path.Combine(workplace.StorePath, "images.json");
        string withChains = File.ReadAllText(list);
        string without = Regex.Replace(withChains, ",\"chain\":\"sha256:[0-9a-f]{64}\"", "");
        Assert.NotEqual(withChains, without);
        File.WriteAllText(list, without);
        Digest computed = workplace.Images.Resolve("one").ChainId;
        File.WriteAllText(list, withChains);
        Spoil(Path.Combine(workplace.StorePath, "blobs/sha256", one.Id.Hex), "changed");

        Assert.Equal(computed, workplace.Images.Resolve("one").ChainId);
        Assert.Throws<ImageException>(() => workplace.Images.Resolve("one").Config);
    }

    [Fact]
    public void UseOfAnImageThatIsNotThere_IsDamage()
    {
        Digest nothing = Digest.Of("nothing"u8);

        Damage found = Assert.Single(workplace.Images.Check(() => [new ImageUse("container web", nothing)], readData: false).Damages);

        Assert.Equal((PartKind.Reference, "container web"), (found.Kind, found.Name));
    }

    [Fact]
    public void DamagedDocument_DoesNotStopCommandsAfterAKilledLoad()
    {
        Image one = workplace.Images.Resolve("one");
        Spoil(Path.Combine(workplace.StorePath, "blobs/sha256", one.Id.Hex), "changed");
        LoadMark.Begin(workplace.Blobs.Root).Dispose();

        workplace.Images.Recover();

        Assert.Equal("two:latest", Assert.Single(workplace.Images.Resolve("two").Names));
    }

    private CheckReport Check(bool readData) => workplace.Images.Check(static () => [], readData);

    private CheckReport Repair(bool readData) => workplace.Images.Repair(static () => [], readData);

    private string ObjectOf(long size) =>
        Assert.Single(Directory.EnumerateFiles(Path.Combine(workplace.StorePath, "objects"), "*", SearchOption.AllDirectories), path => new FileInfo(path).Length == size);

    private static void Spoil(string path, string damage)
    {
        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        switch (damage)
        {
            case "changed":
                bytes[bytes.Length / 2] ^= 1;
                File.WriteAllBytes(path, bytes);
                break;
            case "cut":
                File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
                break;
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
        }
    }
}
