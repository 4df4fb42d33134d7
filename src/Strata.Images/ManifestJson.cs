using System.Text.Json.Serialization;

namespace Strata.Images;

/// <summary>
/// A manifest or an index as read: manifest.md and image-index.md of the image specification. One shape for both, so that
/// a document that claims to be both is seen and refused.
/// </summary>
internal sealed class ManifestJson
{
    public int SchemaVersion { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MediaType { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DescriptorJson? Config { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<DescriptorJson>? Layers { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<DescriptorJson>? Manifests { get; set; }
}
