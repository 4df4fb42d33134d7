using System.Text.Json.Serialization;
using Strata.Images.Checking;

namespace Strata.Cli;

/// <summary>What the commands about the whole store print as JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(StoreSharesReport))]
internal sealed partial class StoreJson : JsonSerializerContext;
