using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>
/// Random stacks of layers with every format, against <see cref="FolderModel"/> and, where it knows the format, the kernel's
/// overlayfs. STRATA_SEED sets another seed, STRATA_STACKS another number.
/// </summary>
public sealed class FolderRandomTests
{
    private static readonly string[] names = ["a", "b", "c", "d", ".wh.a", ".wh.b", ".wh..wh..opq"];

    [Theory]
    [Trait("Kind", "Model")]
    [InlineData(false, false, false)]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, true)]
    public void RandomStack_ShowsWhatTheModelSays(bool whiteoutFiles, bool anyOpaqueMark, bool user) => OnStacks(80, (seed, size) =>
    {
        ModelNode[] layers = new ModelLayers(seed, size).Make(whiteoutFiles, foreignMarks: true, user);
        FolderLowerOptions options = new()
        {
            WhiteoutFiles = whiteoutFiles,
            AnyOpaqueMark = anyOpaqueMark,
            FollowMetacopy = seed % 5 != 0,
            OpenDirectories = seed % 2 == 0 ? 0 : 2,
            ListingBytes = seed % 3 == 0 ? 0 : 1 << 20,
        };
        using FolderFixture folders = new(layers.Length) { Options = options, Xattrs = user ? OverlayXattrs.User : OverlayXattrs.Trusted };
        ModelFolders.Write(folders, layers, user);
        string expected = new FolderModel(layers, options, user).Describe();
        AssertSame(layers, expected, ModelFolders.Describe(folders, byListing: false, names));
        AssertSame(layers, expected, ModelFolders.Describe(folders, byListing: true, names));
        folders.Close();
        AssertSame(layers, expected, ModelFolders.Describe(folders, byListing: true, names));
    });

    [Theory]
    [Trait("Kind", "Mount")]
    [InlineData(true)]
    [InlineData(false)]
    public void RandomStack_ShowsWhatTheKernelShows(bool metacopy) => OnStacks(60, (seed, size) =>
    {
        ModelNode[] layers = new ModelLayers(seed, size).Make(whiteoutFiles: false, foreignMarks: true, user: false);
        layers = layers.Length > 1 ? layers : [layers[0], new ModelNode(ModelKind.Directory)]; // Without an upper it wants two.
        FolderLowerOptions options = new() { FollowMetacopy = metacopy };
        using FolderFixture folders = new(layers.Length) { Options = options };
        ModelFolders.Write(folders, layers, user: false);
        string expected = DescribeByKernel(folders, layers.Length, metacopy);
        AssertSame(layers, expected, new FolderModel(layers, options, user: false).Describe());
        AssertSame(layers, expected, ModelFolders.Describe(folders, byListing: true, names));
        AssertSame(layers, expected, ModelFolders.Describe(folders, byListing: false, names));
    });

    private static void AssertSame(ModelNode[] layers, string expected, string actual) => Assert.True(
        expected == actual,
        $"{string.Concat(layers.Select((layer, i) => $"layer {i}:\n{layer.Show()}"))}expected:\n{expected}\nactual:\n{actual}");

    private static string DescribeByKernel(FolderFixture folders, int layers, bool metacopy)
    {
        string point = Directory.CreateTempSubdirectory("folders-mount-").FullName;
        string lowers = string.Join(':', Enumerable.Range(0, layers).Select(i => folders.At(i, "").TrimEnd('/')));
        string data = $"lowerdir={lowers},redirect_dir=on,metacopy={(metacopy ? "on" : "off")},xino=off";
        Sys.Mount("overlay"u8, FolderFixture.Bytes(point), "overlay"u8, MountFlags.ReadOnly, FolderFixture.Bytes(data)).OrThrow(data);
        try
        {
            return ModelFolders.DescribeMount(point, names);
        }
        finally
        {
            Sys.Unmount(FolderFixture.Bytes(point), default).OrThrow();
            Directory.Delete(point);
        }
    }

    private static void OnStacks(int stacks, Action<int, int> property)
    {
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("STRATA_SEED") ?? "20261125", CultureInfo.InvariantCulture);
        int count = int.Parse(Environment.GetEnvironmentVariable("STRATA_STACKS") ?? stacks.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        Config config = Config.QuickThrowOnFailure
            .WithMaxTest(count)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));
        Gen<(int Seed, int Size)> stack = from number in Gen.Choose(0, int.MaxValue) from size in Gen.Choose(0, 40) select (number, size);
        FsCheck.Check.One(config, Prop.ForAll(Arb.From(stack, Smaller), s => property(s.Seed, s.Size)));
    }

    private static IEnumerable<(int Seed, int Size)> Smaller((int Seed, int Size) stack) =>
        stack.Size > 0 ? [(stack.Seed, stack.Size / 2), (stack.Seed, stack.Size - 1)] : [];
}
