using Strata.Blobs;

namespace Strata.Images;

/// <summary>A layer that is offered for loading.</summary>
/// <param name="DiffId">What its uncompressed tar must have as digest.</param>
/// <param name="Blob">What its bytes, as they are offered, must be; null where the archive does not say.</param>
/// <param name="Path">Where its bytes lie in the archive.</param>
internal sealed record SourceLayer(Digest DiffId, Descriptor? Blob, string Path);
