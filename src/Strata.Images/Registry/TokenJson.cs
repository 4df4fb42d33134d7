using System.Text.Json.Serialization;

namespace Strata.Images.Registry;

/// <summary>What a token server answers: the distribution project's token specification; OAuth 2 calls it access_token.</summary>
internal sealed class TokenJson
{
    public string? Token { get; set; }

    [JsonPropertyName("access_token")]
    public string? AccessToken { get; set; }
}
