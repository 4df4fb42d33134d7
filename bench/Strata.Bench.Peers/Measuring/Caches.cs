namespace Strata.Bench.Peers.Measuring;

/// <summary>The machine's caches, emptied. It concerns every process of the machine.</summary>
internal static class Caches
{
    /// <summary>Dentries and inodes of all file systems: "dentry-cold". Contents stay in the page cache.</summary>
    public static void DropNames() => Drop("2");

    /// <summary>Everything: "cold".</summary>
    public static void DropAll() => Drop("3");

    private static void Drop(string what)
    {
        // What is dirty cannot be dropped.
        Command.Time("sync");
        File.WriteAllText("/proc/sys/vm/drop_caches", what);
    }
}
