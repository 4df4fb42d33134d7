using Strata.Blobs;
using Xunit;

namespace Strata.Images.Tests;

[Trait("Kind", "Unit")]
public sealed class ImageRecordsTests
{
    private static readonly Digest A = Digest.Of("a"u8);
    private static readonly Digest B = Digest.Of("b"u8);

    [Fact]
    public void NameOfAnotherImage_MovesAndLeavesThatOneWithout()
    {
        IReadOnlyList<ImageRecord> images = Array.Empty<ImageRecord>().With(new ImageRecord(A, A, ["one:latest", "two:latest"])).With(new ImageRecord(B, B, ["one:latest"]));

        Assert.Equal(["two:latest"], images[0].Names);
        Assert.Equal(["one:latest"], images[1].Names);
        Assert.Empty(images.With(new ImageRecord(B, B, ["two:latest"]))[0].Names);
    }

    [Fact]
    public void ImageWithoutItsLastName_IsGone()
    {
        IReadOnlyList<ImageRecord> images = Array.Empty<ImageRecord>().With(new ImageRecord(A, A, ["one:latest", "two:latest"])).With(new ImageRecord(B, B, ["three:1"]));

        Assert.Equal(2, images.Without(A, ["one:latest"]).Count);
        Assert.Equal(B, Assert.Single(images.Without(A, ["one:latest"]).Without(A, ["two:latest"])).Manifest);
    }

    [Fact]
    public void SameImageAgain_GetsBothNamesOnce()
    {
        IReadOnlyList<ImageRecord> images = Array.Empty<ImageRecord>().With(new ImageRecord(A, A, ["b:1", "a:1"])).With(new ImageRecord(A, A, ["a:1", "c:1"]));

        Assert.Equal(["a:1", "b:1", "c:1"], Assert.Single(images).Names);
    }

    [Fact]
    public void ImageThatCameBeforeItsChainWasNoted_GetsItWhenItComesAgain()
    {
        IReadOnlyList<ImageRecord> images = Array.Empty<ImageRecord>().With(new ImageRecord(A, A, ["a:1"]));

        Assert.Equal(B, Assert.Single(images.With(new ImageRecord(A, A, []) { Chain = B })).Chain);
        Assert.Equal(B, Assert.Single(images.With(new ImageRecord(A, A, []) { Chain = B }).With(new ImageRecord(A, A, ["b:1"]))).Chain);
    }
}
