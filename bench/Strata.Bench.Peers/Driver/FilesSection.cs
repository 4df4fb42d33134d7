using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;
using Strata.Bench.Peers.Trees;

namespace Strata.Bench.Peers.Driver;

/// <summary>
/// A file of 1 GiB in a writable mount, in the page cache: of the lower read in order, at random and through a mapping; of the
/// upper written and read. The files are open before the time begins.
/// </summary>
internal static class FilesSection
{
    public static void Measure(Bench bench, DriverTable table)
    {
        LayeredTree tree = bench.Trees.Big(bench.Trees.RealNodes);
        using Lineup lineup = Lineup.Show(bench.Peers, tree, "files", writable: true, table.Note);
        Limit[] wanted = [new(1.03, Lanes.Kernel), new(0.5, Lanes.FuseOverlay)];

        // What was just written lies in the cache in pieces as large as the writes were, another program's in others; the round
        // that warms up reads all of them from the disk in the same way.
        Caches.DropAll();
        Race race = Race.Run(bench.Options.Rounds, lineup.Lanes((mount, record) =>
        {
            string lower = Path.Combine(mount.Path, BigFiles.Gibibyte);
            string upper = Path.Combine(mount.Path, "written");
            double Run(params string[] words) => bench.Clients.Run(words);
            record("sequential read of 1 GiB of the lower", Run("read", lower, "1048576", "1024", "sequential"));
            record("200,000 random reads of 4 KiB of the lower", Run("read", lower, "4096", "200000", "random"));
            record("1 GiB of the lower mapped, each page touched", Run("map", lower, "262144", "sequential"));
            record("1 GiB of the lower mapped, 100,000 pages at random", Run("map", lower, "100000", "random"));
            Command.Shell($"rm -f '{upper}'; sync");
            record("sequential write of 1 GiB", Run("write", upper, "1048576", "1024", "sequential"));
            Command.Time("sync");
            record("sequential read of it", Run("read", upper, "1048576", "1024", "sequential"));
            record("50,000 random writes of 4 KiB into it", Run("write", upper, "4096", "50000", "random"));
            record("200,000 random reads of 4 KiB of it", Run("read", upper, "4096", "200000", "random"));
        }));
        foreach (string work in race.Works)
        {
            table.Add(race, work, work, wanted);
        }

        Race cold = Race.Run(
            Math.Min(bench.Options.Rounds, 3),
            lineup.Lanes((mount, record) =>
            {
                Caches.DropAll();
                record("", bench.Clients.Run("read", Path.Combine(mount.Path, BigFiles.Gibibyte), "1048576", "1024", "sequential"));
            }),
            warmUp: false);
        table.Add(cold, "", "sequential read of 1 GiB of the lower, cold");
    }
}
