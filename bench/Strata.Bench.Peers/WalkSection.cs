using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;

namespace Strata.Bench.Peers;

/// <summary>Walks over a mount, warm, against the kernel's overlayfs on the unpacked folders.</summary>
internal static class WalkSection
{
    public static void Measure(Workspace workspace, Report report)
    {
        using Mount ours = new StrataChain(workspace.Options.Strata, byKernel: false).Show(workspace.Demo, "walk-ours", writable: false);
        using Mount theirs = new KernelOverlay().Show(workspace.Demo, "walk-theirs", writable: false);
        foreach ((string name, string line, double target) in new[]
        {
            ("find", "find '{0}' -xdev >/dev/null", 1.2),
            ("du", "du -sx '{0}' >/dev/null", 1.2),
            ("tar c", "tar -C '{0}' --one-file-system -cf - . | cat >/dev/null", 2.5),
        })
        {
            double Walk(Mount mount) => Command.Time("/bin/bash", "-c", line.Replace("{0}", mount.Path, StringComparison.Ordinal));
            report.AddTimes($"`{name}` over the mount, warm / kernel overlayfs", Race.Between(workspace.Options.Rounds, () => Walk(ours), () => Walk(theirs)), target);
        }
    }
}
