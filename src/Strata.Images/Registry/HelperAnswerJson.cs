using System.Text.Json.Serialization;

namespace Strata.Images.Registry;

/// <summary>What a credential helper says and is told: docker-credential-helpers' protocol.</summary>
internal sealed class HelperAnswerJson
{
    [JsonPropertyName("ServerURL")]
    public string? ServerUrl { get; set; }

    [JsonPropertyName("Username")]
    public string? Username { get; set; }

    [JsonPropertyName("Secret")]
    public string? Secret { get; set; }
}
