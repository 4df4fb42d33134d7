namespace Strata.Layers;

/// <summary>A file is not a chain image that this version reads; the message says in what.</summary>
public sealed class ChainImageFormatException(string message) : IOException(message);
