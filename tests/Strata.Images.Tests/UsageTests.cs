using Strata.Blobs;
using Strata.Layers;
using Strata.Testing;
using Xunit;

namespace Strata.Images.Tests;

[Trait("Kind", "Unit")]
public sealed class UsageTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Usage_CountsImagesLayersContentsAndTheDisk()
    {
        string shared = TestLayout.Tar(workplace, "shared", TestLayout.Noise(1, 10_000));
        string same = TestLayout.Tar(workplace, "same", TestLayout.Noise(1, 10_000));
        string small = TestLayout.Tar(workplace, "small", "small");
        workplace.Load(new TestLayout(workplace).With("one", shared, same).With("two", shared, small).Folder);
        foreach (string path in (string[])["transfers/half.part", "seccomp/filter"])
        {
            Directory.CreateDirectory(Path.Combine(workplace.StorePath, Path.GetDirectoryName(path)!));
            File.WriteAllBytes(Path.Combine(workplace.StorePath, path), new byte[300_000]);
        }

        StoreUsage usage = workplace.Images.Usage();

        Assert.Equal((2, 3), (usage.Images, usage.Layers));
        Assert.Equal((2, 10_005), (usage.UniqueContents, usage.UniqueBytes));

        // Each tar has ".", "dir" and one file.
        Assert.Equal((12, 9), (usage.ImageInodes, usage.LayerInodes));
        Assert.Equal(new[] { shared, same, small }.Sum(tar => new FileInfo(tar).Length), usage.LayerBytes);
        Assert.Equal(usage.LayerBytes + new FileInfo(shared).Length, usage.ImageBytes);

        // du counts directories and blocks in its own way; the numbers must be the same.
        string[] du = Tool.Of("du", "--block-size=1", "-s", workplace.StorePath).Split('\t');
        string[] inodes = Tool.Of("du", "--inodes", "-s", workplace.StorePath).Split('\t');
        Assert.Equal((du[0], inodes[0]), ($"{usage.DiskBytes}", $"{usage.DiskInodes}"));
    }

    [Fact]
    public void EmptyStore_HasNoRatio()
    {
        StoreUsage usage = workplace.Images.Usage();

        Assert.Equal((0, 0, 0d, 0d), (usage.Images, usage.UniqueBytes, usage.BytesRatio, usage.InodesRatio));
        Assert.True(usage.DiskInodes > 256);
    }

    [Fact]
    public void History_JoinsStepsWithTheirLayers()
    {
        string shared = TestLayout.Tar(workplace, "shared", "shared");
        workplace.Load(new TestLayout(workplace).With("one", shared, TestLayout.Tar(workplace, "own", "own")).With("two", shared).Folder);
        workplace.Images.Tag("one", "alias");

        IReadOnlyList<HistoryRow> rows = workplace.Images.History("one");

        Image image = workplace.Images.Resolve("one");
        Assert.Equal([null, image.DiffIds[1], image.DiffIds[0]], rows.Select(row => row.DiffId));
        Assert.Equal([0, 1, 1], rows.Select(row => row.TarSize > 0 ? 1 : 0));
        Assert.Empty(rows[1].SharedWith);
        Assert.Equal(["two:latest"], rows[2].SharedWith);
    }

    [Fact]
    public void HistoryThatLeavesLayersOut_StillShowsThem()
    {
        TestLayout layout = new TestLayout(workplace).With("one", TestLayout.Tar(workplace, "a", "a"), TestLayout.Tar(workplace, "b", "b"));
        layout.Replace(config =>
        {
            config["history"]!.AsArray().RemoveAt(0);
            return config;
        });
        workplace.Load(layout.Folder);

        Assert.Equal(2, workplace.Images.History("one").Count(row => row.DiffId is not null));
    }

    [Fact]
    public async Task AccountOfAnImage_WaitsForASweepAndIsNotOvertakenByOne()
    {
        workplace.Load(new TestLayout(workplace).With("one", TestLayout.Tar(workplace, "a", "a")).Folder);
        Task<(Image Image, LayerAccount Account)> account;
        using (BlobStore other = BlobStore.Open(workplace.StorePath))
        using (other.HoldAlone())
        {
            account = Task.Run(() => workplace.Images.Account("one"));
            await Task.WhenAny(account, Task.Delay(200));
            Assert.False(account.IsCompleted);
        }

        Assert.Equal("one:latest", (await account).Image.DisplayName);
        Assert.NotEmpty((await account).Account.Visible());
    }
}
