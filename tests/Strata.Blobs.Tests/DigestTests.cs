using System.Security.Cryptography;
using Xunit;

namespace Strata.Blobs.Tests;

[Trait("Kind", "Unit")]
public sealed class DigestTests
{
    [Fact]
    public void DigestOfAnyLength_IsThatOfTheFramework()
    {
        byte[] content = new byte[20_000];
        new Random(7).NextBytes(content);
        int[] lengths = [.. Enumerable.Range(0, 300), 4096, 16_383, 16_384, 16_385, 20_000];

        foreach (int length in lengths)
        {
            ReadOnlySpan<byte> bytes = content.AsSpan(0, length);
            Assert.Equal(Digest.FromBytes(SHA256.HashData(bytes)), Digest.Of(bytes));
        }
    }
}
