using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;
using Strata.Bench.Peers.Trees;

namespace Strata.Bench.Peers.Driver;

/// <summary>
/// stat(2) of 100,000 names below the root of a read-only mount in 3 layers, in no order: names that are there, after the
/// dentries were dropped and again; names that are not, in folders that are known, the first time and again.
/// </summary>
internal static class NamesSection
{
    private const int Names = 100_000;

    public static void Measure(Bench bench, DriverTable table)
    {
        LayeredTree tree = bench.Trees.Cut(3);
        string present = Path.Combine(tree.Home, "present.names");
        string missing = Path.Combine(tree.Home, "missing.names");
        IReadOnlyList<Node> nodes = bench.Trees.RealNodes;
        string[] folders = [.. nodes.Where(node => node.Kind == NodeKind.Folder).Select(node => node.Path)];
        File.WriteAllLines(present, nodes.Take(Names).Select(node => node.Path).OrderBy(path => Chance.Of("order", path)));
        File.WriteAllLines(missing, Enumerable.Range(0, Names).Select(i => $"{folders[i % folders.Length]}/not-{i}").OrderBy(path => Chance.Of("order", path)));

        using Lineup lineup = Lineup.Show(bench.Peers, tree, "names", writable: false, table.Note);
        int round = 0;
        Race race = Race.Run(bench.Options.Rounds, lineup.Lanes((mount, record) =>
        {
            double Present(int clients) => bench.Clients.RunAll([.. Enumerable.Range(0, clients).Select(i => new[] { "stat", mount.Path, present, $"{i}", $"{clients}" })]);
            Caches.DropNames();
            record("present, dentry-cold", Present(1));
            record("present, again", Present(1));
            record("present, again, 8 clients", Present(8));

            // Names that nobody asked for before: another suffix each time. Their folders are known by now.
            string suffix = $"-{++round}";
            double Missing() => bench.Clients.Run("missing", mount.Path, missing, "0", "1", suffix);
            record("missing, first", Missing());
            record("missing, again", Missing());
        }));
        table.Add(race, "present, dentry-cold", "stat of 100,000 names, dentry-cold");
        table.Add(race, "present, again", "stat of 100,000 names, again");
        table.Add(race, "present, again, 8 clients", "stat of 100,000 names, again, 8 clients");
        table.Add(race, "missing, first", "100,000 missing names, first time", new Limit(2.5, Lanes.Kernel), new Limit(0.9, Lanes.FuseOverlay));
        table.Add(race, "missing, again", "100,000 missing names, again", new Limit(1.0, Lanes.Kernel), new Limit(1.0, Lanes.FuseOverlay));
    }
}
