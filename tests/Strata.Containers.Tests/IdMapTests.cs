using FsCheck;
using FsCheck.Fluent;
using Strata.Containers.Mounts;
using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class IdMapTests
{
    private const uint Nobody = 65_534;

    [Theory]
    [InlineData("0:1000:1", 0u, 1000u)]
    [InlineData(":0:1000:1", 0u, 1000u)]
    [InlineData("0:1000:1", 1u, Nobody)]
    [InlineData("0:1000:1:1:110000:65536", 1u, 110_000u)]
    [InlineData("0:1000:1:1:110000:65536", 65_536u, 175_535u)]
    [InlineData("0:1000:1:1:110000:65536", 65_537u, Nobody)]
    [InlineData("5:0:0", 5u, Nobody)]
    [InlineData("0:0:4294967295", 4_294_967_294u, 4_294_967_294u)]
    [InlineData("", 12u, 12u)]
    [InlineData("::", 12u, 12u)]
    public void Id_IsShownAsItsRangeSays(string text, uint onDisk, uint shown) => Assert.Equal(shown, Parse(text).Show(onDisk));

    [Theory]
    [InlineData("0:1000:1", 1000u, 0u)]
    [InlineData("0:1000:1:1:110000:65536", 110_005u, 6u)]
    public void ShownId_LeadsBackToTheDisk(string text, uint shown, uint onDisk)
    {
        Assert.True(Parse(text).TryStore(shown, out uint stored));
        Assert.Equal(onDisk, stored);
    }

    [Theory]
    [InlineData("0:1000:1", 0u)]
    [InlineData("0:1000:1", 1001u)]
    [InlineData("0:1000:1", 4_294_967_295u)]
    public void ShownIdOfNoRange_LeadsNowhere(string text, uint shown) => Assert.False(Parse(text).TryStore(shown, out _));

    [Theory]
    [InlineData("0")]
    [InlineData("0:1")]
    [InlineData("0:1:2:3")]
    [InlineData("a:1:2")]
    [InlineData("0:1:-1")]
    [InlineData("0:1:2x")]
    [InlineData("0:4294967295:1")]
    [InlineData("4294967290:0:6")]
    [InlineData("0:1:99999999999")]
    public void WrongMap_IsRefused(string text) => Assert.False(IdMap.TryParse(System.Text.Encoding.ASCII.GetBytes(text), Nobody, out _));

    [Fact]
    public void IdsOfDisjointRanges_ComeBackAsTheyWere() =>
        Prop.ForAll<ushort, ushort, uint>(static (disk, shown, id) =>
        {
            uint count = id % 5000;
            IdMap map = new([new IdRange(disk, shown, count), new IdRange(disk + 100_000u, shown + 100_000u, count)], Nobody);
            return !map.TryStore(id, out uint stored) || map.Show(stored) == id;
        }).QuickCheckThrowOnFailure();

    private static IdMap Parse(string text)
    {
        Assert.True(IdMap.TryParse(System.Text.Encoding.ASCII.GetBytes(text), Nobody, out IdMap? map));
        return map!;
    }
}
