namespace Strata.Layers;

/// <summary>A recipe in the store is damaged; the message says which and where.</summary>
public sealed class RecipeException(string message) : IOException(message);
