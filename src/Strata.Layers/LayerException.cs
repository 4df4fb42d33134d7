namespace Strata.Layers;

/// <summary>A layer is refused: malformed, hostile, or not the bytes that were promised. The message is for people and names the entry where there is one.</summary>
public sealed class LayerException(string message) : IOException(message);
