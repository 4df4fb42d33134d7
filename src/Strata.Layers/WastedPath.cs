namespace Strata.Layers;

/// <summary>A path of a layer that a higher layer hides.</summary>
/// <param name="Path">The path.</param>
/// <param name="Layer">The number of the layer that has it, the lowest is 0.</param>
/// <param name="By">The number of the layer that hides it.</param>
/// <param name="Size">Bytes of its content.</param>
/// <param name="IsDeleted">Whether it is deleted; otherwise something else is in its place.</param>
public sealed record WastedPath(ReadOnlyMemory<byte> Path, int Layer, int By, long Size, bool IsDeleted);
