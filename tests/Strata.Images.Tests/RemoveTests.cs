using Strata.Blobs;
using Strata.Testing;
using Xunit;

namespace Strata.Images.Tests;

[Trait("Kind", "Unit")]
public sealed class RemoveTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void RemovedImage_TakesExactlyWhatItDidNotShare()
    {
        string shared = TestLayout.Tar(workplace, "shared", TestLayout.Noise(1, 20_000));
        TestLayout one = new TestLayout(workplace, "l1").With("one", shared, TestLayout.Tar(workplace, "x", TestLayout.Noise(2, 20_000)));

        // The same content in another layer: the object is shared although the layer is not.
        TestLayout two = new TestLayout(workplace, "l2").With("two", shared, TestLayout.Tar(workplace, "y", TestLayout.Noise(2, 20_000)));
        workplace.Load(one.Folder);
        IReadOnlyList<string> withOne = workplace.StoreFiles();
        workplace.Load(two.Folder);
        Digest id = workplace.Images.Resolve("two").Id;

        Removal removal = Remove("two");

        Assert.Equal(withOne, workplace.StoreFiles());
        Assert.Equal(["two:latest"], removal.Untagged);
        Assert.Equal([id], removal.Deleted);
        Assert.Equal((1, 1, 2, 0), (removal.Swept.Recipes, removal.Swept.Chains, removal.Swept.Blobs, removal.Swept.Objects));
        Remove("one:latest");
        Assert.Empty(workplace.StoreFiles());
        Assert.Empty(workplace.Images.List());
    }

    [Fact]
    public void OneOfTwoNames_LeavesTheImage()
    {
        Load("one");
        workplace.Images.Tag("one", "team/other:2");

        Removal removal = Remove("one");

        Assert.Equal(["one:latest"], removal.Untagged);
        Assert.Empty(removal.Deleted);
        Assert.Equal(["team/other:2"], workplace.Images.Resolve("team/other:2").Names);
    }

    [Fact]
    public void IdOfAnImageWithTwoNames_NeedsForce()
    {
        Load("one");
        workplace.Images.Tag("one", "two");
        string id = workplace.Images.Resolve("one").ShortId;

        ImageException e = Assert.Throws<ImageException>(() => Remove(id));
        Assert.Contains("one:latest, two:latest", e.Message, StringComparison.Ordinal);

        Assert.Equal(2, workplace.Images.Remove([id], Nobody, force: true).Untagged.Count);
        Assert.Empty(workplace.StoreFiles());
    }

    [Fact]
    public void ImageInUse_IsRefusedAndNothingElseRemoved()
    {
        Load("one");
        Load("two");
        Digest used = workplace.Images.Resolve("two").Id;

        ImageException e = Assert.Throws<ImageException>(
            () => workplace.Images.Remove(["one", "two"], id => id == used ? "container web" : null, force: true));

        Assert.Contains("\"two\" is used by container web", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, workplace.Images.List().Count);
    }

    [Fact]
    public void SeveralNames_AreRemovedTogether()
    {
        Load("one");
        Load("two");

        Assert.Equal(["one:latest", "two:latest"], workplace.Images.Remove(["one", "two"], Nobody, force: false).Untagged);

        Assert.Empty(workplace.StoreFiles());
    }

    [Fact]
    public void UnknownName_IsRefusedUnlessForced()
    {
        Load("one");

        Assert.Contains("no image \"nope\"", Assert.Throws<ImageException>(() => Remove("nope")).Message, StringComparison.Ordinal);
        Assert.Throws<ImageException>(() => Remove("one", "nope"));
        Assert.Equal(["one:latest"], workplace.Images.Remove(["nope", "one"], Nobody, force: true).Untagged);
    }

    [Fact]
    public void DamagedImage_StopsTheSweepUntilItIsRemoved()
    {
        Load("one");
        Load("two");
        Image one = workplace.Images.Resolve("one");
        File.WriteAllText(Path.Combine(workplace.StorePath, "blobs/sha256", one.Id.Hex), "damaged");

        Assert.Contains("damaged", Assert.Throws<ImageException>(() => Remove("two")).Message, StringComparison.Ordinal);
        Remove("one");
        Assert.NotNull(workplace.Images.Resolve("two"));
        Remove("two");
        Assert.Empty(workplace.StoreFiles());
    }

    private static string? Nobody(Digest id) => null;

    private Removal Remove(params string[] names) => workplace.Images.Remove(names, Nobody, force: false);

    private void Load(string name) => workplace.Load(
        new TestLayout(workplace, "layout-" + name).With(name, TestLayout.Tar(workplace, name, TestLayout.Noise(name.GetHashCode(StringComparison.Ordinal), 20_000))).Folder);
}
