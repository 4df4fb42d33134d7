using System.Text.Json.Serialization;
using Strata.Containers;
using Strata.Containers.Mounts;
using Strata.Images.Registry;

namespace Strata.Cli;

/// <summary>What commands print as JSON: names in Pascal case, as Docker's.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(VersionReport))]
[JsonSerializable(typeof(IReadOnlyList<MountReport>))]
[JsonSerializable(typeof(PsRow[]))]
[JsonSerializable(typeof(IReadOnlyList<FoundImage>))]
[JsonSerializable(typeof(HostReport))]
internal sealed partial class CliJson : JsonSerializerContext;
