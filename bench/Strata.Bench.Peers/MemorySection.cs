using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;

namespace Strata.Bench.Peers;

/// <summary>Resident memory of a mount's server, idle after its start.</summary>
internal static class MemorySection
{
    public static void Measure(Workspace workspace, Report report)
    {
        using Mount mount = new StrataChain(workspace.Options.Strata, byKernel: false).Show(workspace.Demo, "memory", writable: true);
        Command.Time("stat", mount.Path);
        Thread.Sleep(500);
        double megabytes = mount.Servers().Sum(pid => ProcessMemory.Of(pid).Resident) / 1e6;
        report.Add("resident memory of the mount's server, idle / 10 MB", $"{megabytes:0.0} MB", "10 MB", megabytes / 10, 1);
    }
}
