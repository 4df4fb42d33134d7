using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strata.Launch.Seccomp;

/// <summary>On what a <see cref="SeccompRule"/> depends.</summary>
public sealed record SeccompCondition
{
    /// <summary>Capabilities of the container's bounding set: CAP_….</summary>
    public IReadOnlyList<string>? Caps { get; init; }

    /// <summary>Architectures by Go's names: amd64, arm64, ….</summary>
    public IReadOnlyList<string>? Arches { get; init; }

    /// <summary>The kernel's version at least, "4.8".</summary>
    public string? MinKernel { get; init; }

    /// <summary>Fields that nobody knows.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}
