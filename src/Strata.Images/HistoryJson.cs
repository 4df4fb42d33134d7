using System.Text.Json.Serialization;

namespace Strata.Images;

/// <summary>One step of an image configuration's <c>history</c>.</summary>
internal sealed class HistoryJson
{
    public string? Created { get; set; }

    [JsonPropertyName("created_by")]
    public string? CreatedBy { get; set; }

    public string? Comment { get; set; }

    [JsonPropertyName("empty_layer")]
    public bool EmptyLayer { get; set; }
}
