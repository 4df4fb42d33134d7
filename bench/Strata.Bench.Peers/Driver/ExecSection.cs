using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;

namespace Strata.Bench.Peers.Driver;

/// <summary>A dynamic binary started 200 times by a shell, both from the mount of the demo's image.</summary>
internal static class ExecSection
{
    /// <summary>How often.</summary>
    public const int Times = 200;

    private static readonly string Loop = $"i=0; while [ $i -lt {Times} ]; do /bin/ls -d /; i=$((i + 1)); done";

    public static void Measure(Bench bench, DriverTable table)
    {
        using Lineup lineup = Lineup.Show(bench.Peers, bench.Workspace.Demo, "exec", writable: false, table.Note);
        Race race = Race.Run(bench.Options.Rounds * 2, lineup.Lanes((mount, record) => record("", Run(mount))));
        table.Add(race, "", $"ls executed {Times} times by dash, in a chroot", new Limit(1.03, Lanes.Kernel), new Limit(0.5, Lanes.FuseOverlay));
    }

    /// <summary>The loop; milliseconds.</summary>
    public static double Run(Mount mount) => Command.Time("bash", "-c", "exec chroot \"$0\" /bin/dash -c \"$1\" >/dev/null", mount.Path, Loop);
}
