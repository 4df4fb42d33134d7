namespace Strata.Launch.Seccomp;

/// <summary>
/// Calls that a libseccomp may be too old to know: Debian 12's ends at Linux 5.17. From 424 on a call has the same number on
/// 32 and 64 bits.
/// </summary>
internal static class LateCalls
{
    /// <summary>The first number that is the same everywhere.</summary>
    public const int FirstCommon = 424;

    /// <summary>Where looking at a number of 64 bits begins: uretprobe, which only these have.</summary>
    public const int First = 335;

    private static readonly Dictionary<string, int> Numbers = new()
    {
        ["uretprobe"] = First, ["uprobe"] = 336,
        ["cachestat"] = 451, ["fchmodat2"] = 452, ["map_shadow_stack"] = 453, ["futex_wake"] = 454, ["futex_wait"] = 455,
        ["futex_requeue"] = 456, ["statmount"] = 457, ["listmount"] = 458, ["lsm_get_self_attr"] = 459, ["lsm_set_self_attr"] = 460,
        ["lsm_list_modules"] = 461, ["mseal"] = 462, ["setxattrat"] = 463, ["getxattrat"] = 464, ["listxattrat"] = 465,
        ["removexattrat"] = 466, ["open_tree_attr"] = 467, ["file_getattr"] = 468, ["file_setattr"] = 469,
    };

    /// <summary>The number of a call of this list.</summary>
    public static bool TryFind(string name, out int number) => Numbers.TryGetValue(name, out number);

    /// <summary>Whether it is a call of another architecture only.</summary>
    public static bool IsForeign(string name) => name is "riscv_hwprobe" or "riscv_flush_icache";
}
