namespace Strata.Images;

/// <summary>An image on its way out of the store.</summary>
/// <param name="Names">The names that it leaves with, <c>repository:tag</c>; may be empty.</param>
/// <param name="Manifest">Its manifest: the one that it came with where all of its layers leave as they came.</param>
/// <param name="Config">Its configuration, as it came.</param>
/// <param name="Layers">Its layers, the lowest first.</param>
internal sealed record OutgoingImage(
    IReadOnlyList<string> Names, OutgoingBlob Manifest, OutgoingBlob Config, IReadOnlyList<OutgoingBlob> Layers);
