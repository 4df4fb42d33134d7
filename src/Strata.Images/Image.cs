using Strata.Blobs;

namespace Strata.Images;

/// <summary>An image that the store has: everything that a mount or a container needs to know of it.</summary>
public sealed record Image
{
    /// <summary>The image's ID: the digest of its configuration, as Docker has it.</summary>
    public required Digest Id { get; init; }

    /// <summary>The digest of its manifest.</summary>
    public required Digest ManifestDigest { get; init; }

    /// <summary>Its names, <c>repository:tag</c>, sorted; none for an image that lost its name to a newer one.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Where it was pulled from or pushed to, <c>repository@digest</c>.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Its manifest.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>What a container of it starts with.</summary>
    public required ImageConfig Config { get; init; }

    /// <summary>The diff IDs of its layers, the lowest first.</summary>
    public IReadOnlyList<Digest> DiffIds => Config.DiffIds;

    /// <summary>The chain ID of all its layers: the name of its chain image.</summary>
    public required Digest ChainId { get; init; }

    /// <summary>The first twelve digits of the ID, as Docker shows it.</summary>
    public string ShortId => Id.Hex[..ShortLength];

    /// <summary>A name to show: the first, or the short ID.</summary>
    public string DisplayName => Names.Count > 0 ? Names[0] : ShortId;

    /// <summary>Digits of a short ID.</summary>
    public const int ShortLength = 12;
}
