using System.Text.Json.Serialization;

namespace Strata.Cli;

/// <summary>What commands print as JSON: names in lower case with underscores.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VersionReport))]
internal sealed partial class CliJson : JsonSerializerContext;
