using Strata.Images.Checking;
using Strata.Testing;
using Xunit;

namespace Strata.Images.Tests;

[Trait("Kind", "Unit")]
public sealed class SharesTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void EveryFileOfTheStore_IsCountedOnceForThoseWhoNeedIt()
    {
        string shared = TestLayout.Tar(workplace, "shared", TestLayout.Noise(1, 40_000));
        workplace.Load(new TestLayout(workplace)
            .With("one", shared, TestLayout.Tar(workplace, "x", TestLayout.Noise(2, 80_000)))
            .With("two", shared)
            .Folder);
        Image one = workplace.Images.Resolve("one");

        StoreShares shares = workplace.Images.Shares([new ImageUse("container web", one.Id)]);

        ImageShare ofOne = shares.Images.Single(share => share.Image.Id == one.Id);
        ImageShare ofTwo = shares.Images.Single(share => share.Image.Id != one.Id);

        // The shared layer: its object and its recipe. Its chain image is that of "two" alone.
        Assert.Equal(2, ofOne.Shared.Inodes);
        Assert.Equal(ofOne.Shared, ofTwo.Shared);
        Assert.Equal(5, ofOne.Exclusive.Inodes); // An object, a recipe, a chain image, manifest and configuration.
        Assert.Equal(3, ofTwo.Exclusive.Inodes);
        Assert.InRange(ofOne.Exclusive.Bytes, 80_000, 130_000);
        Assert.Equal(default, ofOne.Reclaimable);
        Assert.Equal(ofTwo.Exclusive, ofTwo.Reclaimable);
        Assert.Equal(ofTwo.Exclusive, shares.Reclaimable);
        Assert.Equal(default, shares.Unused);
        Assert.Equal(workplace.StoreFiles().Count, (ofOne.Total + ofTwo.Exclusive).Inodes);
    }

    [Fact]
    public void WhatIsReclaimable_ComesBackByAPrune()
    {
        workplace.Load(new TestLayout(workplace).With("one", TestLayout.Tar(workplace, "x", TestLayout.Noise(2, 80_000))).Folder);
        DiskSpace reclaimable = workplace.Images.Shares([]).Reclaimable;
        long before = workplace.Images.Usage().DiskInodes;

        workplace.Images.Prune(all: true, PruneFilter.None, static () => []);

        Assert.Equal(before - reclaimable.Inodes, workplace.Images.Usage().DiskInodes);
    }
}
