using System.Text.Json.Serialization;

namespace Strata.Images;

/// <summary>The <c>rootfs</c> of an image configuration.</summary>
internal sealed class RootFsJson
{
    public string? Type { get; set; }

    [JsonPropertyName("diff_ids")]
    public List<string>? DiffIds { get; set; }
}
