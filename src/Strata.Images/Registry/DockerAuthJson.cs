using System.Text.Json.Serialization;

namespace Strata.Images.Registry;

/// <summary>The credentials of one registry in Docker's <c>config.json</c>.</summary>
internal sealed class DockerAuthJson
{
    /// <summary><c>user:password</c> in base64.</summary>
    public string? Auth { get; set; }

    public string? Username { get; set; }

    public string? Password { get; set; }

    [JsonPropertyName("identitytoken")]
    public string? IdentityToken { get; set; }
}
