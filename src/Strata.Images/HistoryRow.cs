using Strata.Blobs;

namespace Strata.Images;

/// <summary>A step of an image's making together with the layer that it made.</summary>
/// <param name="Step">The step; an empty one for a layer that the history does not mention.</param>
/// <param name="DiffId">The layer; null where the step made none.</param>
/// <param name="TarSize">Bytes of the layer's uncompressed tar.</param>
/// <param name="SharedWith">Names or short IDs of the other images that have the layer.</param>
public sealed record HistoryRow(HistoryStep Step, Digest? DiffId, long TarSize, IReadOnlyList<string> SharedWith);
