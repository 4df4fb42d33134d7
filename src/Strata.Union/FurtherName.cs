namespace Strata.Union;

/// <summary>A second, third… name of a file in the upper.</summary>
internal sealed class FurtherName(UnionNode target) : NodeName
{
    internal override UnionNode Target => target;
}
