using Strata.Blobs;

namespace Strata.Layers;

/// <summary>A layer that was built from entries.</summary>
/// <param name="DiffId">The digest of its tar: the layer's name in the store.</param>
/// <param name="TarSize">Bytes of the tar.</param>
/// <param name="Entries">Entries of the tar.</param>
/// <param name="NewObjects">Contents that the store did not have.</param>
/// <param name="NewBytes">Their bytes.</param>
public sealed record BuiltLayer(Digest DiffId, long TarSize, int Entries, int NewObjects, long NewBytes);
