using System.Text.Json.Serialization;

namespace Strata.Images;

/// <summary>descriptor.md of the image specification, as read; unknown fields are ignored.</summary>
internal sealed class DescriptorJson
{
    public string? MediaType { get; set; }

    public string? Digest { get; set; }

    public long Size { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlatformJson? Platform { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, string>? Annotations { get; set; }
}
