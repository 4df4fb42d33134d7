namespace Strata.Layers;

/// <summary>Layers cannot be merged into a tree, or the tree cannot be held by a chain image; the message names the entry.</summary>
public sealed class ChainMergeException(string message) : IOException(message);
