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

    private const int FirstMissing = 451;

    private static readonly string[] Names =
    [
        "cachestat", "fchmodat2", "map_shadow_stack", "futex_wake", "futex_wait", "futex_requeue", "statmount", "listmount",
        "lsm_get_self_attr", "lsm_set_self_attr", "lsm_list_modules", "mseal", "setxattrat", "getxattrat", "listxattrat", "removexattrat",
        "open_tree_attr", "file_getattr", "file_setattr",
    ];

    /// <summary>The number of a call of this list.</summary>
    public static bool TryFind(string name, out int number)
    {
        int index = Array.IndexOf(Names, name);
        number = name == "uretprobe" ? First : FirstMissing + index;
        return number >= FirstMissing || name == "uretprobe";
    }

    /// <summary>Whether it is a call of another architecture only.</summary>
    public static bool IsForeign(string name) => name is "riscv_hwprobe" or "riscv_flush_icache";
}
