using Strata.Blobs;

namespace Strata.Layers;

/// <summary>A content of a layer that lies in the store as an object.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Size">Its bytes.</param>
public readonly record struct RecipeObject(Digest Digest, long Size);
