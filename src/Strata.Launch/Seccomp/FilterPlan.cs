using System.Text.Json;
using Strata.Linux;

namespace Strata.Launch.Seccomp;

/// <summary>A <see cref="SeccompProfile"/> with all its conditions decided: what <see cref="FilterCompiler"/> makes a program of.</summary>
public sealed record FilterPlan
{
    private const int Arguments = 6;

    /// <summary>The answer to calls without a rule, SECCOMP_RET_….</summary>
    public required uint DefaultAction { get; init; }

    /// <summary>The architectures whose calls are looked at, AUDIT_ARCH_…; the machine's own is always among them.</summary>
    public required IReadOnlyList<uint> Architectures { get; init; }

    /// <summary>The rules, without those that say what the default says.</summary>
    public required IReadOnlyList<FilterRule> Rules { get; init; }

    /// <summary>Decides.</summary>
    /// <exception cref="LaunchException">The profile names what nobody knows, or what is not built.</exception>
    public static FilterPlan For(SeccompProfile profile, FilterTarget target)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(target);
        RefuseUnknown(profile.Unknown);
        if (!string.IsNullOrEmpty(profile.ListenerPath) || !string.IsNullOrEmpty(profile.ListenerMetadata))
        {
            throw SeccompProfile.Refusal("a listener is not built yet");
        }

        if (profile.Flags is { Count: > 0 } flags)
        {
            throw SeccompProfile.Refusal($"the flag \"{flags[0]}\" is not built yet");
        }

        uint byDefault = SeccompAction.Of(profile.DefaultAction, profile.DefaultErrnoRet, profile.DefaultErrno);
        List<FilterRule> rules = [];
        foreach (SeccompRule rule in profile.Syscalls ?? [])
        {
            Add(rule ?? throw SeccompProfile.Refusal("a rule is null"), target, byDefault, rules);
        }

        return new FilterPlan { DefaultAction = byDefault, Architectures = AuditArchitecture.Of(profile), Rules = rules };
    }

    internal static void RefuseUnknown(Dictionary<string, JsonElement>? unknown)
    {
        if (unknown is { Count: > 0 })
        {
            throw SeccompProfile.Refusal($"unknown field \"{unknown.Keys.First()}\"");
        }
    }

    private static void Add(SeccompRule rule, FilterTarget target, uint byDefault, List<FilterRule> rules)
    {
        // All of it is read, whether it counts here or not: a profile is right or wrong on every machine alike.
        RefuseUnknown(rule.Unknown);
        IReadOnlyList<string> names = rule switch
        {
            { Names: { Count: > 0 } several, Name: null or "" } => several,
            { Names: null or { Count: 0 }, Name: { Length: > 0 } one } => [one],
            _ => throw SeccompProfile.Refusal("a rule has either names or a name"),
        };
        uint action = SeccompAction.Of(rule.Action, rule.ErrnoRet, rule.Errno);
        SeccompComparison[] comparisons = [.. (rule.Args ?? []).Select(Comparison)];
        bool counts = Counts(rule, target);
        if (!counts || action == byDefault)
        {
            return;
        }

        bool alternatives = comparisons.DistinctBy(comparison => comparison.Argument).Count() < comparisons.Length;
        foreach (string name in names)
        {
            rules.AddRange(alternatives ? comparisons.Select(comparison => new FilterRule(name, action, [comparison])) : [new FilterRule(name, action, comparisons)]);
        }
    }

    private static bool Counts(SeccompRule rule, FilterTarget target)
    {
        RefuseUnknown(rule.Includes?.Unknown);
        RefuseUnknown(rule.Excludes?.Unknown);

        // Not lazily, so that a wrong name is found behind one that decides.
        bool[] includes =
        [
            .. (rule.Includes?.Caps ?? []).Select(target.HasCapability),
            rule.Includes?.Arches is not { Count: > 0 } arches || arches.Contains(FilterTarget.Architecture),
            string.IsNullOrEmpty(rule.Includes?.MinKernel) || target.HasKernel(rule.Includes.MinKernel),
        ];
        bool[] excludes =
        [
            .. (rule.Excludes?.Caps ?? []).Select(target.HasCapability),
            rule.Excludes?.Arches?.Contains(FilterTarget.Architecture) ?? false,
            !string.IsNullOrEmpty(rule.Excludes?.MinKernel) && target.HasKernel(rule.Excludes.MinKernel),
        ];
        return Array.TrueForAll(includes, static holds => holds) && !Array.Exists(excludes, static holds => holds);
    }

    private static SeccompComparison Comparison(SeccompArgument argument)
    {
        RefuseUnknown((argument ?? throw SeccompProfile.Refusal("an argument is null")).Unknown);
        int op = argument.Op switch
        {
            "SCMP_CMP_NE" => 1,
            "SCMP_CMP_LT" => 2,
            "SCMP_CMP_LE" => 3,
            "SCMP_CMP_EQ" => 4,
            "SCMP_CMP_GE" => 5,
            "SCMP_CMP_GT" => 6,
            "SCMP_CMP_MASKED_EQ" => 7,
            null => throw SeccompProfile.Refusal("an argument has no op"),
            _ => throw SeccompProfile.Refusal($"unknown op \"{argument.Op}\""),
        };
        return argument.Index < Arguments
            ? new SeccompComparison(argument.Index, op, argument.Value, argument.ValueTwo)
            : throw SeccompProfile.Refusal($"a call has no argument {argument.Index}: 0 to 5");
    }
}
