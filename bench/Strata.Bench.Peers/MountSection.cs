using Strata.Bench.Peers.Measuring;

namespace Strata.Bench.Peers;

/// <summary>A mount as a cold command.</summary>
internal static class MountSection
{
    public static void Measure(Workspace workspace, Report report)
    {
        string ours = workspace.NewFolder("mount-ours");
        string theirs = workspace.NewFolder("mount-theirs");

        double Strata()
        {
            double time = Command.Time(workspace.Strata("mount", workspace.Demo.Image, ours));
            Command.Time(workspace.Strata("umount", ours));
            return time;
        }

        double FuseOverlayFs()
        {
            double time = Command.Time("fuse-overlayfs", "-o", $"lowerdir={workspace.Demo.LowerDir}", theirs);
            Command.Time("umount", theirs);
            return time;
        }

        report.AddTimes("`strata mount` / `fuse-overlayfs` on the unpacked folders", Race.Between(workspace.Options.Rounds * 4, Strata, FuseOverlayFs), 1.5);
    }
}
