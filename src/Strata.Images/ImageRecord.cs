using Strata.Blobs;

namespace Strata.Images;

/// <summary>An image that the store keeps: what its list of images says of it.</summary>
/// <param name="Manifest">The digest of its manifest; no two records have the same.</param>
/// <param name="Config">The digest of its configuration, which is the image's ID.</param>
/// <param name="Names">Its names, <c>repository:tag</c>, sorted; none for an image that lost its name to a newer one.</param>
internal sealed record ImageRecord(Digest Manifest, Digest Config, IReadOnlyList<string> Names)
{
    /// <summary>
    /// Where it was pulled from or pushed to, <c>repository@digest</c>, sorted. The digest is what the registry's tag stood
    /// for: the manifest's, or that of an index which led to it.
    /// </summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>The chain ID of its layers, as the configuration has them; null where whoever wrote the list did not say it.</summary>
    public Digest? Chain { get; init; }
}
