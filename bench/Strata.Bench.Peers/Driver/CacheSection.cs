using Strata.Bench.Peers.Clients;
using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;
using Strata.Bench.Peers.Trees;

namespace Strata.Bench.Peers.Driver;

/// <summary>
/// Page cache of ten writable mounts that read the same contents, five of one image and five of another that has equal contents
/// in other layers. Counted by a control group of memory that holds the servers and the one client who reads, after
/// drop_caches; divided by the bytes of those contents, in whole pages.
/// </summary>
internal static class CacheSection
{
    private const long Wanted = 200 << 20;
    private const int MountsOfEach = 5;
    private const long PageSize = 4096;

    public static void Measure(Bench bench, DriverTable table)
    {
        LayeredTree[] trees = [bench.Trees.Cut(3), bench.Trees.Cut(3, "other")];
        string names = Path.Combine(trees[0].Home, "cache.names");
        long bytes = 0;
        long pages = 0;
        List<string> chosen = [];
        foreach (Node node in bench.Trees.RealNodes.Where(node => node.Kind == NodeKind.File && node.Size > 0).OrderBy(node => Chance.Of("cache", node.Path)))
        {
            chosen.Add(node.Path);
            bytes += node.Size;
            pages += (node.Size + PageSize - 1) / PageSize;
            if (bytes >= Wanted)
            {
                break;
            }
        }

        File.WriteAllLines(names, chosen);
        table.Note(FormattableString.Invariant($"{chosen.Count} files, {bytes >> 20} MiB of contents, {pages * PageSize >> 20} MiB in whole pages"));
        using MemoryGroup? group = MemoryGroup.Make($"strata-bench-{Environment.ProcessId}");
        if (group is null)
        {
            table.Note("no control group of memory here: not measured");
            return;
        }

        using ClientPool clients = new();
        Race race = Race.Run(
            Math.Min(bench.Options.Rounds, 3),
            [.. bench.Unions.Select(peer => new Lane(peer.Name, record => record("", Cached(peer, trees, names, group, clients) / (pages * PageSize))))],
            warmUp: false);
        table.Add(race, "", "page cache of ten mounts reading the same / those contents", "×", [new(1.3), new(1.3, null, Lanes.KernelDriver)]);
    }

    private static double Cached(Peer peer, LayeredTree[] trees, string names, MemoryGroup group, ClientPool clients)
    {
        List<Mount> mounts = [];
        try
        {
            foreach (int i in Enumerable.Range(0, 2 * MountsOfEach))
            {
                mounts.Add(peer.Show(trees[i % 2], $"cache-{i}", writable: true));
            }

            mounts.SelectMany(mount => mount.Servers()).ToList().ForEach(group.Add);
            clients.Start(1).ToList().ForEach(group.Add);
            Caches.DropAll();
            long before = group.Cached;
            foreach (Mount mount in mounts)
            {
                clients.Run("load", mount.Path, names, "0", "1");
            }

            return group.Cached - before;
        }
        finally
        {
            mounts.ForEach(mount => mount.Dispose());
        }
    }
}
