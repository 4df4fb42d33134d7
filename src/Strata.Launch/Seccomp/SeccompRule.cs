using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strata.Launch.Seccomp;

/// <summary>A rule of a <see cref="SeccompProfile"/>: an action for some calls, perhaps under conditions.</summary>
public sealed record SeccompRule
{
    /// <summary>The calls.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>One call, as old profiles have it.</summary>
    public string? Name { get; init; }

    /// <summary>What happens: SCMP_ACT_….</summary>
    public string? Action { get; init; }

    /// <summary>The errno of SCMP_ACT_ERRNO, or the message of SCMP_ACT_TRACE; EPERM without.</summary>
    public uint? ErrnoRet { get; init; }

    /// <summary>The same by name.</summary>
    public string? Errno { get; init; }

    /// <summary>Comparisons that must hold, all of them; several of one argument are alternatives, as runc has it.</summary>
    public IReadOnlyList<SeccompArgument>? Args { get; init; }

    /// <summary>For people.</summary>
    public string? Comment { get; init; }

    /// <summary>The rule counts only where all of this holds.</summary>
    public SeccompCondition? Includes { get; init; }

    /// <summary>The rule does not count where any of this holds.</summary>
    public SeccompCondition? Excludes { get; init; }

    /// <summary>Fields that nobody knows.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}
