namespace Strata.Conformance;

/// <summary>
/// Where a mount of ours answers otherwise than the kernel's overlayfs and is right to. Each is expected exactly, and
/// explained under its heading in docs/conformance.md.
/// </summary>
internal static class KnownDifferences
{
    private static readonly KnownDifference[] All = [];

    /// <summary>What is expected of a mount, given what the oracle answered.</summary>
    public static IReadOnlyList<string> Apply(MountKind kind, string behaviour, IReadOnlyList<string> oracle)
    {
        string[] expected = [.. oracle];
        foreach (KnownDifference known in All.Where(k => k.Behaviour == behaviour && k.Kinds.Contains(kind)))
        {
            int at = Array.IndexOf(expected, known.Kernel);
            if (at < 0)
            {
                throw new InvalidOperationException($"{known.Heading}: the kernel no longer says \"{known.Kernel}\" in {behaviour}");
            }

            expected[at] = known.Ours;
        }

        return expected;
    }
}
