using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>A comparison of one argument of a system call: struct scmp_arg_cmp, seccomp_rule_add(3).</summary>
/// <param name="Argument">Which argument, 0 to 5.</param>
/// <param name="Operator">One of enum scmp_compare, 1 (not equal) to 7 (equal under a mask).</param>
/// <param name="First">What it is compared with; the mask where there is one.</param>
/// <param name="Second">What is compared with under the mask.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SeccompComparison(uint Argument, int Operator, ulong First, ulong Second)
{
    /// <summary>arg.</summary>
    public readonly uint Argument = Argument;

    /// <summary>op.</summary>
    public readonly int Operator = Operator;

    /// <summary>datum_a.</summary>
    public readonly ulong First = First;

    /// <summary>datum_b.</summary>
    public readonly ulong Second = Second;
}
