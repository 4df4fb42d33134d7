using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>A copy-up that nobody waits for any more.</summary>
[Trait("Kind", "Mount")]
public sealed class CopyUpStopTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CopyUpWhoseProgramIsKilled_EndsInTheMiddle_AndLeavesNothing(bool attributesFirst)
    {
        const int Size = 40 << 20;
        using UnionFixture union = new();
        File.WriteAllBytes(union.Lower("large"), new byte[Size]);
        UnionNode node = union.Node("large");
        if (attributesFirst)
        {
            union.Tree.SetAttributes(node, null, new NodeChange { Mode = 0x180 }, union.Changes, out _).OrThrow();
        }

        int asked = 0;
        union.Changes.Clear(() => ++asked > 2);
        Assert.Equal(Errno.EINTR, union.Tree.Open(node, OpenFlags.WriteOnly, false, union.Changes, out OpenFile? file));

        Assert.Null(file);
        Assert.Equal(3, asked);
        Assert.Empty(Directory.EnumerateFileSystemEntries(union.At("work/work")));
        Assert.Equal(attributesFirst, File.Exists(union.Upper("large")));
        Assert.Equal(new byte[Size], File.ReadAllBytes(union.Lower("large")));

        union.Changes.Clear();
        Assert.Equal(Errno.Ok, union.Tree.Open(node, OpenFlags.WriteOnly, false, union.Changes, out file));
        file!.Dispose();
        Assert.Equal(new byte[Size], File.ReadAllBytes(union.Upper("large")));
    }
}
