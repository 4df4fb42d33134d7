using Strata.Blobs;

namespace Strata.Layers;

/// <summary>What an import found and added.</summary>
/// <param name="DiffId">The digest of the uncompressed tar: the layer's name in the store.</param>
/// <param name="BlobDigest">The digest of the bytes as they came.</param>
/// <param name="BlobSize">How many they were.</param>
/// <param name="TarSize">Bytes of the uncompressed tar.</param>
/// <param name="Entries">Entries of the tar.</param>
/// <param name="NewObjects">Contents that the store did not have.</param>
/// <param name="NewBytes">Their bytes.</param>
public sealed record ImportedLayer(Digest DiffId, Digest BlobDigest, long BlobSize, long TarSize, int Entries, int NewObjects, long NewBytes);
