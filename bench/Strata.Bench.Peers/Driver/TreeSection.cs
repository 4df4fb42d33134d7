using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;

namespace Strata.Bench.Peers.Driver;

/// <summary>find and du over the large tree in 3, 20 and 100 layers, read-only mounts: cold, dentry-cold, warm.</summary>
internal static class TreeSection
{
    private static readonly Dictionary<string, Limit[]> Wanted = new()
    {
        ["find, dentry-cold, 3 layers"] = [new(1.5, Lanes.Kernel), new(0.25, Lanes.FuseOverlay), new(0.5, Lanes.Kernel, Lanes.KernelDriver), new(0.15, Lanes.FuseOverlay, Lanes.KernelDriver)],
        ["find, warm, 3 layers"] = [new(1.0, Lanes.Kernel), new(0.6, Lanes.FuseOverlay), new(0.8, Lanes.Kernel, Lanes.KernelDriver), new(0.5, Lanes.FuseOverlay, Lanes.KernelDriver)],
        ["find, cold, 3 layers"] = [new(0.8, Lanes.Kernel), new(0.25, Lanes.FuseOverlay)],
        ["du, dentry-cold, 3 layers"] = [new(0.9, Lanes.Kernel), new(0.25, Lanes.FuseOverlay)],
        ["du, warm, 3 layers"] = [new(1.0, Lanes.Kernel), new(0.6, Lanes.FuseOverlay)],
        ["find, dentry-cold, 100 layers"] = [new(0.5, Lanes.Kernel), new(0.1, Lanes.FuseOverlay)],
        ["find, dentry-cold, 100 layers against 3, own time"] = [new(1.05, null, Lanes.Chain)],
        ["find, warm, 100 layers against 3, own time"] = [new(1.05, null, Lanes.Chain)],
    };

    public static void Measure(Bench bench, DriverTable table)
    {
        int rounds = bench.Options.Rounds;
        foreach (int layers in new[] { 3, 20, 100 })
        {
            // Twenty lies between the two others in everything: find alone shows it.
            string[] programs = layers == 20 ? ["find"] : ["find", "du"];
            using Lineup lineup = Show(bench, table, layers);
            Race race = Race.Run(rounds, lineup.Lanes((mount, record) =>
            {
                foreach (string program in programs)
                {
                    Caches.DropNames();
                    record($"{program}, dentry-cold, {layers} layers", Walk(program, mount));
                    record($"{program}, warm, {layers} layers", Walk(program, mount));
                }
            }));
            AddAll(table, race);

            // From the disk it takes long, and there is nothing to warm.
            AddAll(table, Race.Run(
                Math.Min(rounds, layers == 3 ? 3 : 1),
                lineup.Lanes((mount, record) =>
                {
                    foreach (string program in programs)
                    {
                        Caches.DropAll();
                        record($"{program}, cold, {layers} layers", Walk(program, mount));
                    }
                }),
                warmUp: false));
        }

        CompareDepths(bench, table);
    }

    /// <summary>What a hundred layers cost each peer, against three of the same tree.</summary>
    private static void CompareDepths(Bench bench, DriverTable table)
    {
        using Lineup few = Show(bench, table, 3);
        using Lineup many = Show(bench, table, 100);
        Race race = Race.Run(bench.Options.Rounds, few.Lanes((mount, record) =>
        {
            if (many.Mounts.FirstOrDefault(other => other.Peer == mount.Peer) is { } deep)
            {
                Caches.DropNames();
                double cold = Walk("find", mount);
                double warm = Walk("find", mount);
                Caches.DropNames();
                record("find, dentry-cold, 100 layers against 3, own time", Walk("find", deep) / cold);
                record("find, warm, 100 layers against 3, own time", Walk("find", deep) / warm);
            }
        }));
        AddAll(table, race, "×");
    }

    private static Lineup Show(Bench bench, DriverTable table, int layers)
    {
        LayeredTree tree = bench.Trees.Cut(layers);
        Lineup lineup = Lineup.Show(bench.Peers, tree, $"tree{layers}", writable: false, table.Note);
        foreach (Mount mount in lineup.Mounts)
        {
            int seen = Command.Output("find", mount.Path, "-mindepth", "1", "-printf", "x").Length;
            if (seen != bench.Trees.RealNodes.Count)
            {
                table.Note($"{mount.Peer.Name} shows {seen} nodes of {bench.Trees.RealNodes.Count} in {layers} layers");
            }
        }

        return lineup;
    }

    private static double Walk(string program, Mount mount) => program == "find"
        ? Command.Time("bash", "-c", "exec find \"$0\" -xdev >/dev/null", mount.Path)
        : Command.Time("bash", "-c", "exec du -sx \"$0\" >/dev/null", mount.Path);

    private static void AddAll(DriverTable table, Race race, string unit = "ms")
    {
        foreach (string work in race.Works)
        {
            table.Add(race, work, work, unit, Wanted.GetValueOrDefault(work, []));
        }
    }
}
