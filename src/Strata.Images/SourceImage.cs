using System.Globalization;

namespace Strata.Images;

/// <summary>An image that is offered for loading, its documents read and checked.</summary>
/// <param name="Names">The names that it shall have, <c>name:tag</c>; may be empty.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="ConfigBytes">The configuration's bytes, kept as they are.</param>
/// <param name="ManifestBytes">The manifest's bytes, kept as they are; null where the archive has none.</param>
/// <param name="Layers">Its layers, the lowest first, as many as <see cref="ImageConfig.DiffIds"/>.</param>
internal sealed record SourceImage(
    IReadOnlyList<string> Names, ImageConfig Config, byte[] ConfigBytes, byte[]? ManifestBytes, IReadOnlyList<SourceLayer> Layers)
{
    /// <summary>Where it came from, <c>repository@digest</c>; null for a layout or an archive.</summary>
    public string? Origin { get; init; }

    /// <summary>An image of a manifest, whose blobs lie where a layout has them.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="names">The names that it shall have.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="manifestBytes">The manifest's bytes.</param>
    /// <param name="configBytes">The configuration's bytes.</param>
    public static SourceImage Of(string name, IReadOnlyList<string> names, Manifest manifest, byte[] manifestBytes, byte[] configBytes)
    {
        ImageConfig config = Documents.ReadConfig(configBytes, $"the configuration of {name}");
        return config.DiffIds.Count == manifest.Layers.Count
            ? new SourceImage(
                names, config, configBytes, manifestBytes,
                [.. manifest.Layers.Select((layer, at) => new SourceLayer(config.DiffIds[at], layer, FileBytes.PathOf(layer.Digest)))])
            : throw new ImageException(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: the manifest has {manifest.Layers.Count} layers, the configuration has diff IDs of {config.DiffIds.Count}"));
    }
}
