using Xunit;
using static Strata.Layers.Tests.ChainEntries;

namespace Strata.Layers.Tests;

[Trait("Kind", "Unit")]
public sealed class ChainEscapesTests
{
    [Fact]
    public void XattrOfOverlaysOwnNames_IsFoundDeepInTheTree()
    {
        Assert.True(HasEscapes([Directory(""), File("a"), File("b/c/d/e").With(("trusted.overlay.note", "v"))]));
        Assert.True(HasEscapes([Directory("").With(("trusted.overlay.opaque", "y"))]));
        Assert.True(HasEscapes(ChainSamples.Everything()[0]));
    }

    [Fact]
    public void OtherXattrsAndMarksOfObjects_AreNone()
    {
        Assert.False(HasEscapes([Directory(""), Content("big", new byte[5000])]));
        Assert.False(HasEscapes([File("a", "trusted.overlay.overlay.note").With(("user.overlay.note", "v"), ("trusted.other", "overlay."))]));
    }

    private static bool HasEscapes(LayerEntry[] layer)
    {
        using ChainFile file = new(layer);
        using ChainImage image = file.Open();
        return image.HasEscapedXattrs();
    }
}
