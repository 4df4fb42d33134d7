using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;
using Strata.Bench.Peers.Trees;

namespace Strata.Bench.Peers.Driver;

/// <summary>
/// Copy-up: the first write to lower files of 1 KiB, 1 MiB and 1 GiB, and chmod of the largest; each round in a new upper, on
/// ext4, and on an xfs with reflinks, where store, layers and upper lie together. Contents are in the page cache.
/// </summary>
internal static class CopyUpSection
{
    public static void Measure(Bench bench, DriverTable table)
    {
        OnFileSystem(bench, table, bench.Trees.Big(bench.Trees.RealNodes), "ext4", 1.0);
        using LoopDisk disk = LoopDisk.Make(bench.Workspace.Folder + "-xfs", "20G", ["mkfs.xfs", "-q"], "noatime");
        TreeMaker trees = new(disk.Path, Path.Combine(disk.Path, "store"), bench.Options.Strata);
        OnFileSystem(bench, table, trees.Big(bench.Trees.RealNodes), "xfs", 0.1);
    }

    private static void OnFileSystem(Bench bench, DriverTable table, LayeredTree tree, string fileSystem, double wanted)
    {
        string List(string name, IEnumerable<string> names)
        {
            string file = Path.Combine(tree.Home, name + ".names");
            File.WriteAllLines(file, names);
            return file;
        }

        string small = List("kibibytes", BigFiles.Names("kibibyte", BigFiles.Kibibytes));
        string middle = List("mebibytes", BigFiles.Names("mebibyte", BigFiles.Mebibytes));
        string large = List("gibibyte", [BigFiles.Gibibyte]);
        Race race = Race.Run(Math.Min(bench.Options.Rounds, 5), [.. bench.Unions.Select(peer => new Lane(peer.Name, record =>
        {
            using Mount mount = peer.Show(tree, "copy-up", writable: true);
            double Run(string work, string names)
            {
                bench.Clients.Run("stat", mount.Path, names, "0", "1");
                Command.Time("sync");
                return bench.Clients.Run(work, mount.Path, names, "0", "1");
            }

            record("small", Run("touch", small));
            record("middle", Run("touch", middle));
            record("chmod", Run("chmod", large));
            record("after chmod", Run("touch", large));
        }))]);
        Race whole = Race.Run(Math.Min(bench.Options.Rounds, 5), [.. bench.Unions.Select(peer => new Lane(peer.Name, record =>
        {
            using Mount mount = peer.Show(tree, "copy-up", writable: true);
            bench.Clients.Run("stat", mount.Path, large, "0", "1");
            Command.Time("sync");
            record("large", bench.Clients.Run("touch", mount.Path, large, "0", "1"));
        }))]);
        table.Add(race, "small", $"first write to {BigFiles.Kibibytes} lower files of 1 KiB, {fileSystem}");
        table.Add(race, "middle", $"first write to {BigFiles.Mebibytes} lower files of 1 MiB, {fileSystem}");
        table.Add(whole, "large", $"first write to a lower file of 1 GiB, {fileSystem}", new Limit(wanted, Lanes.Kernel), new Limit(wanted, Lanes.FuseOverlay));
        table.Add(race, "chmod", $"chmod of a lower file of 1 GiB, {fileSystem}", new Limit(0.01, Lanes.Kernel), new Limit(0.02, Lanes.FuseOverlay));
        table.Add(race, "after chmod", $"first write to it after the chmod, {fileSystem}");
    }
}
