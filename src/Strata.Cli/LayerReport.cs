using System.Text.Json.Serialization;

namespace Strata.Cli;

/// <summary>A layer of an image.</summary>
/// <param name="DiffId">The digest of its uncompressed tar.</param>
/// <param name="Digest">The digest of the blob that it came as.</param>
/// <param name="MediaType">The blob's media type.</param>
/// <param name="BlobSize">The blob's bytes.</param>
/// <param name="TarSize">The uncompressed tar's bytes.</param>
internal sealed record LayerReport(
    [property: JsonPropertyName("DiffID")] string DiffId, string Digest, string MediaType, long BlobSize, long TarSize);
