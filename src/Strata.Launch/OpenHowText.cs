using Strata.Linux;

namespace Strata.Launch;

/// <summary>How a struct open_how is printed.</summary>
internal sealed record OpenHowText(OpenFlags Flags, ResolveFlags Resolve)
{
    public override string ToString() => $"{{{Bars(Flags)}, {Bars(Resolve)}}}";

    private static string Bars(Enum flags) => flags.ToString().Replace(", ", "|", StringComparison.Ordinal);
}
