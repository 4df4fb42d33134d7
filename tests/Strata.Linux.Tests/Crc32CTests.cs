using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Strata.Linux.Tests;

[Trait("Kind", "Unit")]
public sealed class Crc32CTests
{
    // Vectors of RFC 3720, appendix B.4, and the usual check value.
    [Theory]
    [InlineData(32, 0x00, 0x8a9136aau)]
    [InlineData(32, 0xff, 0x62a8ab43u)]
    public void RunsOfOneByte_GiveTheSumsOfTheRfc(int count, byte value, uint expected) =>
        Assert.Equal(expected, Crc32C.Of(Enumerable.Repeat(value, count).ToArray()));

    [Fact]
    public void Digits_GiveTheCheckValue() => Assert.Equal(0xe3069283u, Crc32C.Of(Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void InPieces_IsTheSameAsWhole() => Prop.ForAll<byte[], byte[]>((first, second) =>
        ~Crc32C.Append(Crc32C.Append(~0u, first), second) == Crc32C.Of([.. first, .. second])).QuickCheckThrowOnFailure();
}
