using Strata.Blobs;

namespace Strata.Images;

/// <summary>What a removal did.</summary>
/// <param name="Untagged">Names that were taken away.</param>
/// <param name="Deleted">IDs of images that are gone.</param>
/// <param name="Swept">What went from the disk with them.</param>
public sealed record Removal(IReadOnlyList<string> Untagged, IReadOnlyList<Digest> Deleted, SweepResult Swept);
