using System.Text.Json.Serialization;

namespace Strata.Cli;

/// <summary>A blob as the specification describes one.</summary>
internal sealed record BlobReport(
    [property: JsonPropertyName("mediaType")] string MediaType, [property: JsonPropertyName("digest")] string Digest);
