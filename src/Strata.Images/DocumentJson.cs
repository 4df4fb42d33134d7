using System.Text.Json.Serialization;

namespace Strata.Images;

/// <summary>Readers and writers of the JSON documents, made at compile time: no reflection in the native command.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ManifestJson))]
[JsonSerializable(typeof(ConfigJson))]
[JsonSerializable(typeof(List<DockerArchiveJson>))]
[JsonSerializable(typeof(ImageIndexJson))]
internal sealed partial class DocumentJson : JsonSerializerContext;
