namespace Strata.Launch.Seccomp;

/// <summary>Architectures as a filter sees them, AUDIT_ARCH_…, by libseccomp's names.</summary>
internal static class AuditArchitecture
{
    public const uint X86Bits64 = 0xC000003E;
    public const uint X86Bits32 = 0x40000003;
    private const uint X32 = 0x4000003E; // libseccomp's own number: to the kernel it is X86Bits64 with bit 30 in the call's
    private const string Own = "SCMP_ARCH_X86_64";

    private static readonly HashSet<string> Foreign =
    [
        "SCMP_ARCH_ARM", "SCMP_ARCH_AARCH64", "SCMP_ARCH_LOONGARCH64", "SCMP_ARCH_M68K", "SCMP_ARCH_MIPS", "SCMP_ARCH_MIPS64",
        "SCMP_ARCH_MIPS64N32", "SCMP_ARCH_MIPSEL", "SCMP_ARCH_MIPSEL64", "SCMP_ARCH_MIPSEL64N32", "SCMP_ARCH_PARISC", "SCMP_ARCH_PARISC64",
        "SCMP_ARCH_PPC", "SCMP_ARCH_PPC64", "SCMP_ARCH_PPC64LE", "SCMP_ARCH_RISCV64", "SCMP_ARCH_S390", "SCMP_ARCH_S390X", "SCMP_ARCH_SH",
        "SCMP_ARCH_SHEB",
    ];

    /// <summary>Those of a profile that can occur on this machine; others are passed over.</summary>
    public static IReadOnlyList<uint> Of(SeccompProfile profile)
    {
        if (profile is { Architectures.Count: > 0, ArchMap.Count: > 0 })
        {
            throw SeccompProfile.Refusal("either architectures or archMap");
        }

        List<uint> found = [X86Bits64];
        foreach (string? name in profile.Architectures ?? [])
        {
            Add(name, found);
        }

        foreach (SeccompArchitecture machine in profile.ArchMap ?? [])
        {
            FilterPlan.RefuseUnknown((machine ?? throw SeccompProfile.Refusal("an entry of archMap is null")).Unknown);
            List<uint> ofMachine = [];
            Add(machine.Architecture, ofMachine);
            foreach (string? name in machine.SubArchitectures ?? [])
            {
                Add(name, ofMachine);
            }

            if (machine.Architecture == Own)
            {
                found.AddRange(ofMachine);
            }
        }

        return [.. found.Distinct()];
    }

    private static void Add(string? name, List<uint> found)
    {
        switch (name)
        {
            case Own or "SCMP_ARCH_NATIVE":
                found.Add(X86Bits64);
                break;
            case "SCMP_ARCH_X86":
                found.Add(X86Bits32);
                break;
            case "SCMP_ARCH_X32":
                found.Add(X32);
                break;
            default:
                if (name is null || !Foreign.Contains(name))
                {
                    throw SeccompProfile.Refusal($"unknown architecture \"{name}\"");
                }

                break;
        }
    }
}
