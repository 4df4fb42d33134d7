using System.Text.Json.Serialization;

namespace Strata.Cli;

/// <summary>An image as <c>strata inspect</c> shows it; the names are those of <c>docker image inspect</c> as far as it has them.</summary>
internal sealed record ImageReport
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> RepoTags { get; init; }

    public required IReadOnlyList<string> RepoDigests { get; init; }

    public required BlobReport Descriptor { get; init; }

    public required DateTimeOffset? Created { get; init; }

    public required string Author { get; init; }

    public required string Architecture { get; init; }

    public required string Os { get; init; }

    public required ImageConfigReport Config { get; init; }

    /// <summary>Bytes of all layers' uncompressed tars.</summary>
    public required long Size { get; init; }

    [JsonPropertyName("RootFS")]
    public required RootFsReport RootFs { get; init; }

    [JsonPropertyName("ChainID")]
    public required string ChainId { get; init; }

    public required IReadOnlyList<LayerReport> Layers { get; init; }
}
