namespace Strata.Launch;

/// <summary>The five capability sets of a process, capabilities(7), as masks: bit N is <see cref="Capability"/> N.</summary>
public sealed record CapabilitySets
{
    /// <summary>What the process and its children can ever get.</summary>
    public ulong Bounding { get; init; }

    /// <summary>What it has now.</summary>
    public ulong Effective { get; init; }

    /// <summary>What it may make effective.</summary>
    public ulong Permitted { get; init; }

    /// <summary>What survives execve together with the file's inheritable set.</summary>
    public ulong Inheritable { get; init; }

    /// <summary>What survives execve of any program by an ordinary user.</summary>
    public ulong Ambient { get; init; }

    /// <summary>The sets of a process that is root: bounding, effective and permitted are these.</summary>
    public static CapabilitySets ForRoot(ulong mask) => new() { Bounding = mask, Effective = mask, Permitted = mask };

    /// <summary>The sets of an ordinary user, as Docker has them: only the bounding set, for set-id programs.</summary>
    public static CapabilitySets ForUser(ulong mask) => new() { Bounding = mask };

    /// <summary>The mask of some capabilities.</summary>
    public static ulong Mask(params ReadOnlySpan<Capability> capabilities)
    {
        ulong mask = 0;
        foreach (Capability capability in capabilities)
        {
            mask |= 1UL << (int)capability;
        }

        return mask;
    }
}
