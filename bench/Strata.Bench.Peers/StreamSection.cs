using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;

namespace Strata.Bench.Peers;

/// <summary>1 GiB written and read in a writable mount, against the kernel's overlayfs.</summary>
internal static class StreamSection
{
    public static void Measure(Workspace workspace, Report report)
    {
        using Mount ours = new StrataChain(workspace.Options.Strata, byKernel: false).Show(workspace.Demo, "stream-ours", writable: true);
        using Mount theirs = new KernelOverlay().Show(workspace.Demo, "stream-theirs", writable: true);

        double Write(Mount mount)
        {
            Command.Shell($"rm -f '{mount.Path}/big'; sync");
            return Command.Time("dd", "if=/dev/zero", $"of={mount.Path}/big", "bs=1M", "count=1024", "status=none");
        }

        double Read(Mount mount) => Command.Time("dd", $"if={mount.Path}/big", "of=/dev/null", "bs=1M", "status=none");

        int rounds = workspace.Options.Rounds;
        report.AddTimes("1 GiB sequential write / kernel overlayfs", Race.Between(rounds, () => Write(ours), () => Write(theirs)), 1.1);
        report.AddTimes("1 GiB sequential read / kernel overlayfs", Race.Between(rounds, () => Read(ours), () => Read(theirs)), 1.1);
        Command.Shell($"rm -f '{ours.Path}/big' '{theirs.Path}/big'");
    }
}
