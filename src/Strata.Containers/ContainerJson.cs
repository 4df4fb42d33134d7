using System.Text.Json.Serialization;

namespace Strata.Containers;

/// <summary>The JSON files in a container's folder.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ContainerConfig))]
[JsonSerializable(typeof(ContainerState))]
[JsonSerializable(typeof(RunningRecord))]
[JsonSerializable(typeof(LogEntry))]
internal sealed partial class ContainerJson : JsonSerializerContext;
