using Strata.Blobs;

namespace Strata.Images;

/// <summary>An image that a push has brought to a registry.</summary>
/// <param name="Digest">The digest of its manifest there.</param>
/// <param name="Size">The manifest's bytes.</param>
public sealed record PushedImage(Digest Digest, int Size);
