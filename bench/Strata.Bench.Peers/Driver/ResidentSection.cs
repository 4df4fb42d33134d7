using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;

namespace Strata.Bench.Peers.Driver;

/// <summary>Memory of the process that serves a fresh read-only mount in 3 layers, after du of all of it.</summary>
internal static class ResidentSection
{
    public static void Measure(Bench bench, DriverTable table)
    {
        LayeredTree tree = bench.Trees.Cut(3);
        Race race = Race.Run(
            Math.Min(bench.Options.Rounds, 3),
            [.. bench.Unions.Where(peer => peer.IsServed).Select(peer => new Lane(peer.Name, record =>
            {
                using Mount mount = peer.Show(tree, "resident", writable: false);
                record("idle", Megabytes(mount, memory => memory.Resident));
                Command.Shell($"du -sx '{mount.Path}' >/dev/null");
                record("resident", Megabytes(mount, memory => memory.Resident));
                record("anonymous", Megabytes(mount, memory => memory.Anonymous));
            }))],
            warmUp: false);
        table.Add(race, "idle", "resident memory before", "MB", []);
        table.Add(race, "resident", "resident memory after du of 106,000 nodes", "MB", [new(0.5, Lanes.FuseOverlay)]);
        table.Add(race, "anonymous", "of it anonymous: not of files that others map too", "MB", []);
    }

    private static double Megabytes(Mount mount, Func<ProcessMemory, long> part) => mount.Servers().Sum(pid => part(ProcessMemory.Of(pid))) / 1e6;
}
