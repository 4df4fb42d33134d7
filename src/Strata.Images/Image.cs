using Strata.Blobs;

namespace Strata.Images;

/// <summary>
/// An image that the store has: everything that a mount or a container needs to know of it. Its documents are read when they
/// are first asked for: a mount needs neither. Whoever asks holds the store since the image was found, or it may be gone.
/// </summary>
public sealed class Image
{
    private readonly ImageRecord record;
    private readonly Lazy<Manifest> manifest;
    private readonly Lazy<ImageConfig> config;

    internal Image(ImageRecord record, Func<Manifest> readManifest, Func<ImageConfig> readConfig)
    {
        this.record = record;
        manifest = new Lazy<Manifest>(readManifest);
        config = new Lazy<ImageConfig>(readConfig);
    }

    /// <summary>The image's ID: the digest of its configuration, as Docker has it.</summary>
    public Digest Id => record.Config;

    /// <summary>The digest of its manifest.</summary>
    public Digest ManifestDigest => record.Manifest;

    /// <summary>Its names, <c>repository:tag</c>, sorted; none for an image that lost its name to a newer one.</summary>
    public IReadOnlyList<string> Names => record.Names;

    /// <summary>Where it was pulled from or pushed to, <c>repository@digest</c>.</summary>
    public IReadOnlyList<string> Origins => record.Origins;

    /// <summary>Its manifest.</summary>
    /// <exception cref="ImageException">It is missing or damaged.</exception>
    public Manifest Manifest => manifest.Value;

    /// <summary>What a container of it starts with.</summary>
    /// <exception cref="ImageException">It is missing or damaged.</exception>
    public ImageConfig Config => config.Value;

    /// <summary>The diff IDs of its layers, the lowest first.</summary>
    /// <exception cref="ImageException">The configuration is missing or damaged.</exception>
    public IReadOnlyList<Digest> DiffIds => Config.DiffIds;

    /// <summary>The chain ID of all its layers: the name of its chain image.</summary>
    /// <exception cref="ImageException">The list of images does not say it, and the configuration is missing or damaged.</exception>
    public Digest ChainId => record.Chain ?? Layers.ChainId.Of(DiffIds);

    /// <summary>The first twelve digits of the ID, as Docker shows it.</summary>
    public string ShortId => Id.Hex[..ShortLength];

    /// <summary>A name to show: the first, or the short ID.</summary>
    public string DisplayName => Names.Count > 0 ? Names[0] : ShortId;

    /// <summary>Digits of a short ID.</summary>
    public const int ShortLength = 12;
}
