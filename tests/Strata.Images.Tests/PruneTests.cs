using System.Text.Json.Nodes;
using Strata.Blobs;
using Strata.Images.Checking;
using Strata.Testing;
using Xunit;

namespace Strata.Images.Tests;

[Trait("Kind", "Unit")]
public sealed class PruneTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void ImagesWithoutAName_GoAndOthersStay()
    {
        Load("one", 1);
        Digest old = workplace.Images.Resolve("one").Id;
        Load("two", 2);
        workplace.Images.Tag("two", "one:latest");
        Assert.Equal(2, workplace.Images.List().Count);

        Removal removal = Prune(all: false);

        Assert.Equal([old], removal.Deleted);
        Assert.Empty(removal.Untagged);
        Assert.True(removal.Swept.Bytes > 20_000);
        Assert.Equal(["one:latest", "two:latest"], Assert.Single(workplace.Images.List()).Names);
    }

    [Fact]
    public void AllUnused_LeaveAnEmptyStoreButForWhatIsUsed()
    {
        Load("one", 1);
        Load("two", 2);
        IReadOnlyList<string> nothing = [];
        Digest used = workplace.Images.Resolve("two").Id;

        Removal removal = Prune(all: true, new ImageUse("container web", used));

        Assert.Equal(["one:latest"], removal.Untagged);
        Assert.Equal("two:latest", Assert.Single(workplace.Images.List()).DisplayName);
        Prune(all: true);
        Assert.Equal(nothing, workplace.StoreFiles());
    }

    [Fact]
    public void WhatNoImageNeeds_GoesWithoutAnyImage()
    {
        using (StagingBatch batch = workplace.Blobs.BeginBatch())
        using (StagedFile file = batch.CreateFile())
        {
            batch.AddObject(new byte[10_000]);
            batch.Publish(workplace.Blobs.Recipes, Digest.Of("no recipe"u8), file);
        }

        SweepResult swept = Prune(all: false).Swept;

        Assert.Equal((1, 1, 10_000L), (swept.Recipes, swept.Objects, swept.Bytes));
        Assert.Empty(workplace.StoreFiles());
    }

    [Fact]
    public void HalvesOfPulls_GoBeforeTheirTime()
    {
        Load("one", 1);
        string half = Path.Combine(Directory.CreateDirectory(Path.Combine(workplace.StorePath, "transfers")).FullName, new string('a', 64) + ".part");
        File.WriteAllText(half, "half a layer");

        workplace.Images.Sweep();
        Assert.True(File.Exists(half), "the next pull could go on from it");
        Prune(all: false);

        Assert.False(File.Exists(half));
    }

    [Fact]
    public void ChainImagesThatNoImageHas_Go()
    {
        Load("one", 1);
        Image one = workplace.Images.Resolve("one");
        workplace.Layers.EnsureChain([one.DiffIds[0], one.DiffIds[0]]).Dispose();

        Assert.Equal(1, Prune(all: false).Swept.Chains);

        Assert.True(workplace.Blobs.Chains.Contains(one.ChainId));
    }

    [Fact]
    public void Filters_LimitWhatGoes()
    {
        TestLayout layout = Load("one", 1, config =>
        {
            config["created"] = "2026-05-31T12:00:00Z";
            config["config"]!["Labels"] = new JsonObject { ["stage"] = "test" };
            return config;
        });

        foreach (string filter in (string[])["until=24h1m", "until=2026-05-31T11:59:59Z", "until=1748000000", "label!=stage", "label=stage=release", "label=other"])
        {
            Assert.Empty(Prune(filter).Deleted);
        }

        foreach (string filter in (string[])["until=23h59m", "until=2026-06-01", "label=stage", "label=stage=test", "label!=stage=release"])
        {
            Assert.Single(Prune(filter).Deleted);
            workplace.Load(layout.Folder);
        }
    }

    [Theory]
    [InlineData("until=")]
    [InlineData("until=yesterday")]
    [InlineData("until=3x")]
    [InlineData("until=20000000h")]
    [InlineData("dangling=true")]
    [InlineData("label=")]
    public void FilterThatIsNone_IsRefused(string filter)
    {
        Assert.Throws<ImageException>(() => PruneFilter.Parse([filter], Now));
    }

    [Fact]
    public void KilledRemoval_IsFinishedByTheNextCommand()
    {
        Load("one", 1);
        File.WriteAllText(Path.Combine(workplace.StorePath, "images.json"), "{\"version\":1,\"images\":[]}");
        LoadMark.Begin(workplace.Blobs.Root).Dispose();

        workplace.Images.Recover();

        Assert.Empty(workplace.StoreFiles());
    }

    private Removal Prune(bool all, params ImageUse[] uses) => workplace.Images.Prune(all, PruneFilter.None, () => uses);

    private Removal Prune(string filter) => workplace.Images.Prune(all: true, PruneFilter.Parse([filter], Now), static () => []);

    private TestLayout Load(string name, int seed, Func<JsonObject, JsonObject>? config = null)
    {
        TestLayout layout = new TestLayout(workplace, "layout-" + name).With(name, TestLayout.Tar(workplace, name, TestLayout.Noise(seed, 20_000)));
        if (config is not null)
        {
            layout.Replace(config);
        }

        workplace.Load(layout.Folder);
        return layout;
    }
}
