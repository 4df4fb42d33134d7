using Strata.Linux;

namespace Strata.Launch.Seccomp;

/// <summary>Makes a <see cref="FilterPlan"/> the program of <see cref="LaunchSpec.SeccompFilter"/>, by libseccomp.</summary>
public static class FilterCompiler
{
    /// <summary>
    /// Which compiler this is: to be raised with every change to what a profile becomes, in this folder, so that no filter is
    /// used that one before it made and that was kept.
    /// </summary>
    public const int Version = 1;

    private const uint BinaryTree = 2;
    private const int LongestProgram = 4096 * FilterPrologue.InstructionSize; // BPF_MAXINSNS

    /// <summary>Compiles.</summary>
    /// <exception cref="LaunchException">There is no libseccomp, or a rule cannot be.</exception>
    public static byte[] Compile(FilterPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        try
        {
            return CompileWithLibrary(plan);
        }
        catch (DllNotFoundException)
        {
            throw new LaunchException(
                "libseccomp.so.2, which compiles the filter of system calls, cannot be loaded: install it (Debian: apt-get install libseccomp2), or run with --security-opt seccomp=unconfined");
        }
    }

    private static byte[] CompileWithLibrary(FilterPlan plan)
    {
        using SeccompBuilder builder = new(plan.DefaultAction);
        builder.Set(SeccompBuilder.BadArchitectureAction, SeccompAction.KillProcess).OrThrow("seccomp_attr_set of the action for foreign architectures");

        // A tree of the numbers instead of a list: a dozen comparisons a call instead of hundreds. Before libseccomp 2.5 there is none.
        _ = builder.Set(SeccompBuilder.Optimize, BinaryTree);
        foreach (uint architecture in plan.Architectures)
        {
            Errno error = builder.AddArchitecture(architecture);
            (error == Errno.EEXIST ? Errno.Ok : error).OrThrow($"seccomp_arch_add of 0x{architecture:x}");
        }

        Dictionary<int, uint> late = [];
        foreach (FilterRule rule in plan.Rules)
        {
            if (!SeccompBuilder.TryResolve(rule.Name, out int number))
            {
                AddLate(rule, late);
                continue;
            }

            Errno error = builder.AddRule(rule.Action, number, [.. rule.Comparisons]);
            if (error != Errno.Ok)
            {
                throw SeccompProfile.Refusal($"libseccomp refuses a rule of {rule.Name}: {error.Message()}");
            }
        }

        bool unknownIsMissing = SeccompAction.IsErrno(plan.DefaultAction) && plan.DefaultAction != SeccompAction.OfErrno(Errno.ENOSYS);
        byte[] prologue = FilterPrologue.Of(late, LastKnown(), unknownIsMissing, plan.Architectures.Contains(AuditArchitecture.X86Bits32));
        byte[] program = [.. prologue, .. Export(builder)];
        return program.Length <= LongestProgram
            ? program
            : throw SeccompProfile.Refusal($"{program.Length / FilterPrologue.InstructionSize} instructions: the kernel takes 4096");
    }

    private static void AddLate(FilterRule rule, Dictionary<int, uint> late)
    {
        if (LateCalls.IsForeign(rule.Name))
        {
            return;
        }

        if (!LateCalls.TryFind(rule.Name, out int number))
        {
            throw SeccompProfile.Refusal($"unknown system call \"{rule.Name}\"");
        }

        if (rule.Comparisons.Count > 0)
        {
            throw SeccompProfile.Refusal($"this libseccomp does not know {rule.Name}, and so cannot compare its arguments");
        }

        if (!late.TryAdd(number, rule.Action) && late[number] != rule.Action)
        {
            throw SeccompProfile.Refusal($"two rules of {rule.Name} contradict each other");
        }
    }

    private static int LastKnown()
    {
        int last = LateCalls.FirstCommon;
        while (SeccompBuilder.Knows(AuditArchitecture.X86Bits64, last + 1))
        {
            last++;
        }

        return last;
    }

    private static byte[] Export(SeccompBuilder builder)
    {
        Sys.Memory("strata-filter"u8, out FileFd file).OrThrow("memfd_create for a filter");
        using (file)
        {
            builder.Export(file).OrThrow("seccomp_export_bpf");
            byte[] buffer = new byte[LongestProgram + 1];
            int used = 0;
            int count;
            do
            {
                Sys.PRead(file, buffer.AsSpan(used), used, out count).OrThrow("read a compiled filter");
                used += count;
            }
            while (count > 0);
            return buffer[..used];
        }
    }
}
