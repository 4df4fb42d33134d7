using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;
using Strata.Bench.Peers.Trees;

namespace Strata.Bench.Peers.Driver;

/// <summary>
/// 10,000 files of 4 KiB made, overwritten, renamed and unlinked in a new folder of a writable mount in 3 layers, by one client
/// and by 8 with a folder each; and 2,000 small files of the lower written to, then removed.
/// </summary>
internal static class StormSection
{
    private const int Files = 10_000;
    private const int LowerFiles = 2_000;
    private const string Size = "4096";

    private static readonly Dictionary<string, Limit[]> Wanted = new()
    {
        ["create"] = [new(1.2, Lanes.Kernel), new(0.15, Lanes.FuseOverlay)],
        ["unlink"] = [new(1.5, Lanes.Kernel), new(0.1, Lanes.FuseOverlay)],
    };

    public static void Measure(Bench bench, DriverTable table)
    {
        LayeredTree tree = bench.Trees.Cut(3);
        using (Lineup lineup = Lineup.Show(bench.Peers, tree, "storm", writable: true, table.Note))
        {
            foreach (int clients in new[] { 1, 8 })
            {
                Race race = Race.Run(bench.Options.Rounds, lineup.Lanes((mount, record) => Storm(bench, mount, clients, record)));
                foreach (string work in race.Works)
                {
                    table.Add(race, work, $"{work} {Files:#,0} files of 4 KiB, {clients} client{(clients > 1 ? "s" : "")}", Wanted.GetValueOrDefault(work, []));
                }
            }
        }

        MeasureLower(bench, table, tree);
    }

    private static void Storm(Bench bench, Mount mount, int clients, Recorder record)
    {
        string[] folders = [.. Enumerable.Range(0, clients).Select(i => Path.Combine(mount.Path, $"storm-{i}"))];
        Array.ForEach(folders, folder => Directory.CreateDirectory(folder));
        foreach (string work in new[] { "create", "overwrite", "rename", "unlink" })
        {
            Command.Time("sync");
            record(work, bench.Clients.RunAll([.. folders.Select(folder => new[] { work, folder, $"{Files / clients}", Size })]));
        }

        Array.ForEach(folders, folder => Directory.Delete(folder));
    }

    /// <summary>Each round has a new upper: a file is copied up only once.</summary>
    private static void MeasureLower(Bench bench, DriverTable table, LayeredTree tree)
    {
        string names = Path.Combine(tree.Home, "lower.names");
        File.WriteAllLines(names, bench.Trees.RealNodes
            .Where(node => node.Kind == NodeKind.File && node.Size is > 0 and <= 16384)
            .Select(node => node.Path)
            .OrderBy(path => Chance.Of("lower", path))
            .Take(LowerFiles));
        foreach (bool isVolatile in new[] { false, true })
        {
            Race race = Race.Run(bench.Options.Rounds, [.. bench.Unions.Where(peer => !isVolatile || peer.CanBeVolatile).Select(peer => new Lane(peer.Name, record =>
            {
                using Mount mount = peer.Show(tree, "lower", writable: true, isVolatile);
                bench.Clients.Run("stat", mount.Path, names, "0", "1");
                Command.Time("sync");
                record("touch", bench.Clients.Run("touch", mount.Path, names, "0", "1"));
                record("remove", bench.Clients.Run("remove", mount.Path, names, "0", "1"));
            }))]);
            string how = isVolatile ? ", volatile" : "";
            table.Add(race, "touch", $"first write to {LowerFiles:#,0} lower files up to 16 KiB{how}");
            table.Add(race, "remove", $"removing them (whiteouts){how}");
        }

        table.Note("overlayfs and ours wait for each copy to be on the disk before it is shown, unless volatile; fuse-overlayfs 1.10 never does");
    }
}
