using Strata.Images.Registry;

namespace Strata.Images;

/// <summary>What a pull is told beside the name.</summary>
public sealed record PullOptions
{
    /// <summary>How the registry is reached.</summary>
    public RegistryAccess Access { get; init; } = new();

    /// <summary>The platform that is wanted; null for this machine's, and whatever an image without an index is made for.</summary>
    public Platform? Platform { get; init; }
}
