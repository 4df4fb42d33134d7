using System.Text.Json.Serialization;

namespace Strata.Images;

/// <summary>One image of <c>images.json</c>.</summary>
internal sealed class ImageRecordJson
{
    public string Manifest { get; set; } = "";

    public string Config { get; set; } = "";

    public List<string> Names { get; set; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<string>? Origins { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Chain { get; set; }
}
