using System.Text.Json.Serialization;

namespace Strata.Launch.Seccomp;

/// <summary>The JSON of profiles.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SeccompProfile))]
internal sealed partial class SeccompJson : JsonSerializerContext;
