using System.Text.Json.Serialization;

namespace Strata.Images.Registry;

/// <summary>One of <see cref="SearchJson"/>.</summary>
internal sealed class SearchResultJson
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    [JsonPropertyName("star_count")]
    public int StarCount { get; set; }

    [JsonPropertyName("is_official")]
    public bool IsOfficial { get; set; }
}
