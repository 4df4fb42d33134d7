namespace Strata.Images;

/// <summary>An image that is offered for loading, its documents read and checked.</summary>
/// <param name="Names">The names that it shall have, <c>name:tag</c>; may be empty.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="ConfigBytes">The configuration's bytes, kept as they are.</param>
/// <param name="ManifestBytes">The manifest's bytes, kept as they are; null where the archive has none.</param>
/// <param name="Layers">Its layers, the lowest first, as many as <see cref="ImageConfig.DiffIds"/>.</param>
internal sealed record SourceImage(
    IReadOnlyList<string> Names, ImageConfig Config, byte[] ConfigBytes, byte[]? ManifestBytes, IReadOnlyList<SourceLayer> Layers);
