namespace Strata.Conformance;

/// <summary>
/// Behaviours that the kernel's own drivers over a chain image answer otherwise throughout, because they begin with something
/// that is not possible there. Each must still differ.
/// </summary>
internal static partial class KnownDifferences
{
    private const string CopyRanges = "The kernel copies no ranges out of a chain image";
    private const string DirectFiles = "Direct reads of small files want a loop device";
    private const string NoAccessTimes = "The kernel keeps no times of access of what lies in a chain image";

    private static (string Heading, string Behaviour, MountKind[] Kinds)[] Exempt =>
    [
        (Lists, "AclsAndModes", Drivers),
        (Lists, "AclsDecideForUsersAndGroups", Drivers),
        (Lists, "DefaultAclsAreInherited", Drivers),
        (Lists, "DefaultAclsOverWhiteouts", Drivers),
        (CopyRanges, "LimitsOnFileSizes", Drivers),
        (CopyRanges, "PrivilegesOfFilesThatAreOpenElsewhere", Drivers),
        (CopyRanges, "RootLeavesSetIdBitsButTakesCapabilities", Drivers),
        (CopyRanges, "UsersTakePrivilegesFromFiles", Drivers),
        (DirectFiles, "DirectReadsAndWrites", [MountKind.KernelChainByPaths]),
        (NoAccessTimes, "FieldsOfStatx", Drivers),
    ];

    private static MountKind[] Drivers => [.. Enum.GetValues<MountKind>().Where(kind => kind.IsDriver())];

    private static IEnumerable<string> ExemptHeadings => Exempt.Select(exempt => exempt.Heading).Distinct();

    /// <summary>Whether a mount cannot be compared in a behaviour.</summary>
    public static bool IsExempt(MountKind kind, string behaviour) =>
        Exempt.Any(exempt => exempt.Behaviour == behaviour && exempt.Kinds.Contains(kind));
}
