namespace Strata.Layers;

/// <summary>A path that a chain shows.</summary>
/// <param name="Path">The path.</param>
/// <param name="Layer">The number of the layer that it comes from, the lowest is 0.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Bytes of its content.</param>
public sealed record AccountedPath(ReadOnlyMemory<byte> Path, int Layer, EntryKind Kind, long Size);
