using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strata.Launch.Seccomp;

/// <summary>A machine of <see cref="SeccompProfile.ArchMap"/>, and what else runs on it.</summary>
public sealed record SeccompArchitecture
{
    /// <summary>The machine's own: SCMP_ARCH_….</summary>
    public string? Architecture { get; init; }

    /// <summary>Those of older or smaller programs.</summary>
    public IReadOnlyList<string>? SubArchitectures { get; init; }

    /// <summary>Fields that nobody knows.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}
