using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strata.Launch.Seccomp;

/// <summary>A comparison of a <see cref="SeccompRule"/>.</summary>
public sealed record SeccompArgument
{
    /// <summary>Which argument, 0 to 5.</summary>
    public uint Index { get; init; }

    /// <summary>What it is compared with; the mask of SCMP_CMP_MASKED_EQ.</summary>
    public ulong Value { get; init; }

    /// <summary>What SCMP_CMP_MASKED_EQ compares with.</summary>
    public ulong ValueTwo { get; init; }

    /// <summary>SCMP_CMP_….</summary>
    public string? Op { get; init; }

    /// <summary>Fields that nobody knows.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}
