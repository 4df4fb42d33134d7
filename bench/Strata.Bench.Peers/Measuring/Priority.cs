namespace Strata.Bench.Peers.Measuring;

/// <summary>
/// Shares of the processor, sched(7) "The autogroup feature": a server that makes a session of its own leaves the share of who
/// started it. Where the benchmark was given a larger one, its servers get the same, or the busy machine is measured instead.
/// </summary>
internal static class Priority
{
    /// <summary>Gives a process what this one has.</summary>
    public static void Share(int pid)
    {
        try
        {
            string nice = File.ReadAllText("/proc/self/autogroup").Trim().Split(' ')[^1];
            if (nice != "0")
            {
                File.WriteAllText($"/proc/{pid}/autogroup", nice);
            }
        }
        catch (IOException)
        {
            // Without autogroups there is nothing to share; a server that ended meanwhile fails what is measured.
        }
    }
}
