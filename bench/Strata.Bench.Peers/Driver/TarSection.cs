using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;

namespace Strata.Bench.Peers.Driver;

/// <summary>
/// tar of everything in 3 layers: from the disk; the first time in a fresh read-only mount, the contents below it in the page
/// cache; again; and again in a writable mount. It writes to /dev/zero: into /dev/null GNU tar reads nothing.
/// </summary>
internal static class TarSection
{
    public static void Measure(Bench bench, DriverTable table)
    {
        LayeredTree tree = bench.Trees.Cut(3);
        Race race = Race.Run(bench.Options.Rounds, [.. bench.Peers.Select(peer => new Lane(peer.Name, record =>
        {
            using Mount mount = peer.Show(tree, "tar", writable: false);
            Caches.DropNames();
            record("first", Tar(mount));
            record("again", Tar(mount));
        }))]);
        table.Add(race, "first", "tar of everything, first time", new Limit(1.9, Lanes.Kernel), new Limit(0.5, Lanes.FuseOverlay));
        table.Add(race, "again", "tar of everything, again", new Limit(1.3, Lanes.Kernel), new Limit(0.5, Lanes.FuseOverlay));

        using (Lineup writable = Lineup.Show(bench.Unions, tree, "tar-writable", writable: true, table.Note))
        {
            Race again = Race.Run(Math.Min(bench.Options.Rounds, 3), writable.Lanes((mount, record) => record("", Tar(mount))));
            table.Add(again, "", "tar of everything, again, writable mount");
        }

        using Lineup lineup = Lineup.Show(bench.Peers, tree, "tar-cold", writable: false, table.Note);
        Race cold = Race.Run(
            Math.Min(bench.Options.Rounds, 3),
            lineup.Lanes((mount, record) =>
            {
                Caches.DropAll();
                record("", Tar(mount));
            }),
            warmUp: false);
        table.Add(cold, "", "tar of everything, cold");
    }

    private static double Tar(Mount mount) => Command.Time("tar", "-C", mount.Path, "--one-file-system", "-cf", "/dev/zero", ".");
}
