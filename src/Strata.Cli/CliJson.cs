using System.Text.Json.Serialization;
using Strata.Containers;
using Strata.Containers.Mounts;

namespace Strata.Cli;

/// <summary>What commands print as JSON: names in lower case with underscores.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VersionReport))]
[JsonSerializable(typeof(IReadOnlyList<MountReport>))]
[JsonSerializable(typeof(PsRow[]))]
[JsonSerializable(typeof(HostReport))]
internal sealed partial class CliJson : JsonSerializerContext;
