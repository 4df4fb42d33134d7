using System.Text.Json.Serialization;

namespace Strata.Images;

/// <summary>One image of the <c>manifest.json</c> of an archive written by <c>docker save</c>.</summary>
internal sealed class DockerArchiveJson
{
    [JsonPropertyName("Config")]
    public string? Config { get; set; }

    [JsonPropertyName("RepoTags")]
    public List<string>? RepoTags { get; set; }

    [JsonPropertyName("Layers")]
    public List<string>? Layers { get; set; }
}
