using System.Text.Json.Serialization;

namespace Strata.Images.Registry;

/// <summary>Readers of what registries and Docker's configuration say, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ErrorsJson))]
[JsonSerializable(typeof(TokenJson))]
[JsonSerializable(typeof(DockerConfigJson))]
[JsonSerializable(typeof(HelperAnswerJson))]
[JsonSerializable(typeof(SearchJson))]
internal sealed partial class RegistryJson : JsonSerializerContext;
