using System.Globalization;
using System.Text;

namespace Strata.Launch;

/// <summary>
/// What a launch does, as data: the flags of clone3(2) and the steps that the child then runs, in order. It can be printed
/// and compared; nothing has happened yet.
/// </summary>
public sealed class LaunchPlan
{
    private const ulong Vm = 0x100;
    private const ulong PidFd = 0x1000;
    private const ulong ParentSetTid = 0x10_0000;
    private const ulong ClearSigHand = 0x1_0000_0000;

    internal LaunchPlan(LaunchSpec spec, CgroupHierarchy hierarchy, PlanInputs inputs, IReadOnlyList<Step> steps, int execStart)
    {
        Spec = spec;
        Hierarchy = hierarchy;
        Inputs = inputs;
        Steps = steps;
        ExecStart = execStart;
        CloneFlags = Vm | PidFd | ParentSetTid | ClearSigHand | (spec.Join.IsOpen ? 0 : (ulong)(spec.Namespaces & Namespaces.Pid));
    }

    /// <summary>
    /// Flags of clone3(2): shared memory, handlers reset, a pidfd, and a new pid namespace. The child makes the others
    /// itself, most of a millisecond in which the launcher makes the control group.
    /// </summary>
    public ulong CloneFlags { get; }

    /// <summary>The steps of the child.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>
    /// Number of the first step that is run by the small executable between launcher and container, not in memory shared
    /// with the launcher any more.
    /// </summary>
    public int ExecStart { get; }

    internal LaunchSpec Spec { get; }

    internal CgroupHierarchy Hierarchy { get; }

    internal PlanInputs Inputs { get; }

    /// <summary>Compiles a launch. What cannot be launched at all is a <see cref="LaunchException"/>.</summary>
    public static LaunchPlan For(LaunchSpec spec) => For(spec, CgroupHierarchy.OfMachine);

    /// <summary>Compiles a launch with its control group in <paramref name="hierarchy"/>.</summary>
    public static LaunchPlan For(LaunchSpec spec, CgroupHierarchy hierarchy) => new PlanCompiler(spec, hierarchy).Compile();

    /// <summary>The whole program, a step on a line with its index, as strace(1) would show it; what it is for goes before.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"clone3(0x{CloneFlags:x})\n");
        string? purpose = null;
        for (int i = 0; i < Steps.Count; i++)
        {
            Step step = Steps[i];
            if (step.Purpose != purpose)
            {
                purpose = step.Purpose;
                text.Append(CultureInfo.InvariantCulture, $"# {purpose}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"{i,4} {step}\n");
        }

        return text.ToString();
    }
}
