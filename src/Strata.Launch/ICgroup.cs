using Strata.Linux;

namespace Strata.Launch;

/// <summary>
/// A container's control group, whatever hierarchy the machine has. It was made by us and is ours alone: no other group is
/// ever written, except the switch in v2 parents that hands controllers down.
/// </summary>
public interface ICgroup
{
    /// <summary>Parts of the specification that this hierarchy cannot enforce, in words; to be shown, never swallowed.</summary>
    IReadOnlyList<string> UnappliedLimits { get; }

    /// <summary>Moves a process into the group, or does nothing where it joins by itself.</summary>
    Errno Attach(int pid);

    /// <summary>SIGKILL to all of its processes. Ok does not yet mean that they are gone.</summary>
    Errno KillAll();

    /// <summary>What the group used so far. Numbers that no controller of it keeps are null.</summary>
    CgroupStats ReadStats();

    /// <summary>Removes the group, which must be empty; waits up to <paramref name="patience"/> for dying processes. Gone already is Ok.</summary>
    Errno Remove(TimeSpan patience);
}
