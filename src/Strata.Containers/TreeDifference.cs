using Strata.Layers;
using Strata.Union;

namespace Strata.Containers;

/// <summary>A path at which two trees are different.</summary>
/// <param name="Path">The path, bytes, without a leading slash; empty for the root.</param>
/// <param name="Before">What the first tree has there; null where it has nothing.</param>
/// <param name="After">What the second has; null where it has nothing. What lies below something deleted is not named.</param>
/// <param name="Changes">What is different, where both have something.</param>
public sealed record TreeDifference(ReadOnlyMemory<byte> Path, LayerEntry? Before, LayerEntry? After, EntryChange Changes);
