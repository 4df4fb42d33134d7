using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strata.Launch.Seccomp;

/// <summary>
/// Which system calls a container may make, as Docker's profiles say it: linux.seccomp of the OCI runtime specification, with
/// conditions on capabilities, architecture and kernel. <see cref="FilterPlan.For"/> decides them.
/// </summary>
public sealed record SeccompProfile
{
    /// <summary>What happens to calls that no rule names: SCMP_ACT_….</summary>
    public string? DefaultAction { get; init; }

    /// <summary>The errno of that; EPERM without.</summary>
    public uint? DefaultErrnoRet { get; init; }

    /// <summary>The same by name, as Podman's profiles have it beside the number.</summary>
    public string? DefaultErrno { get; init; }

    /// <summary>Architectures beside the machine's own: SCMP_ARCH_….</summary>
    public IReadOnlyList<string>? Architectures { get; init; }

    /// <summary>The same for several machines; instead of <see cref="Architectures"/>.</summary>
    public IReadOnlyList<SeccompArchitecture>? ArchMap { get; init; }

    /// <summary>Flags of seccomp(2).</summary>
    public IReadOnlyList<string>? Flags { get; init; }

    /// <summary>Who is asked about SCMP_ACT_NOTIFY.</summary>
    public string? ListenerPath { get; init; }

    /// <summary>What that one is told.</summary>
    public string? ListenerMetadata { get; init; }

    /// <summary>The rules.</summary>
    public IReadOnlyList<SeccompRule>? Syscalls { get; init; }

    /// <summary>Fields that nobody knows.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Reads a profile.</summary>
    /// <exception cref="LaunchException">It is no JSON, or no profile.</exception>
    public static SeccompProfile Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SeccompJson.Default.SeccompProfile) ?? throw Refusal("it is null");
        }
        catch (JsonException e)
        {
            string place = e.Path is null or "$" ? "" : $" at {e.Path}";
            throw Refusal($"not the JSON of a profile: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}{place}");
        }
    }

    internal static LaunchException Refusal(string what) => new($"seccomp profile: {what}");
}
