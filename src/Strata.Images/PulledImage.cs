using Strata.Blobs;

namespace Strata.Images;

/// <summary>An image that a pull has brought in or found.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Digest">What the name stands for at the registry: the digest of its manifest, or of the index that led to it.</param>
/// <param name="IsNew">Whether anything had to be fetched.</param>
public sealed record PulledImage(Digest Id, Digest Digest, bool IsNew);
