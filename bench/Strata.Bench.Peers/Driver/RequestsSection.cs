using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;
using Strata.Bench.Peers.Trees;

namespace Strata.Bench.Peers.Driver;

/// <summary>
/// FUSE requests for each operation, and system calls of the server, of the works of the other sections: counted once, since
/// neither depends on what else the machine does.
/// </summary>
internal static class RequestsSection
{
    private const int Files = 10_000;
    private const int LowerFiles = 2_000;
    private const int Names = 20_000;

    public static void Measure(Bench bench, DriverTable table)
    {
        if (TraceEvents.Absence is { } absence)
        {
            table.Note($"not measured: {absence}");
            return;
        }

        table.Note("requests by the tracepoint fuse:fuse_request_send (FORGET and INTERRUPT do not pass it), system calls of the server by raw_syscalls:sys_enter, both by perf stat");
        Peer[] served = [.. bench.Unions.Where(peer => peer.IsServed)];
        Race race = Race.Run(1, [.. served.Select(peer => new Lane(peer.Name, record => Count(bench, table, peer, record)))], warmUp: false);
        foreach (string work in race.Works)
        {
            table.Add(race, work, work, "", []);
        }
    }

    private static void Count(Bench bench, DriverTable table, Peer peer, Recorder record)
    {
        LayeredTree tree = bench.Trees.Cut(3);
        int nodes = bench.Trees.RealNodes.Count;
        using (Mount mount = peer.Show(tree, "requests-read", writable: false))
        {
            Counter counter = new(bench, table, mount, record);
            counter.Count("find, dentry-cold", "node", nodes, () => Command.Output("find", mount.Path), Caches.DropNames);
            counter.Count("find, again", "node", nodes, () => Command.Output("find", mount.Path));
            counter.Count("du, dentry-cold", "node", nodes, () => Command.Output("du", "-s", mount.Path), Caches.DropNames);
            counter.Count("du, again", "node", nodes, () => Command.Output("du", "-s", mount.Path));
            counter.Count("tar, first time", "node", nodes, () => Command.Time("tar", "-C", mount.Path, "-cf", "/dev/zero", "."));
            counter.Count("tar, again", "node", nodes, () => Command.Time("tar", "-C", mount.Path, "-cf", "/dev/zero", "."));
            string missing = List(tree, "requests-missing", bench.Trees.RealNodes.Take(Names).Select(node => node.Path));
            bench.Clients.Run("stat", mount.Path, missing, "0", "1");
            counter.Count("missing name, first time", "name", Names, () => bench.Clients.Run("missing", mount.Path, missing, "0", "1", ".not"));
            counter.Count("missing name, again", "name", Names, () => bench.Clients.Run("missing", mount.Path, missing, "0", "1", ".not"));
        }

        using (Mount mount = peer.Show(tree, "requests-write", writable: true))
        {
            Counter counter = new(bench, table, mount, record);
            string folder = Path.Combine(mount.Path, "storm");
            Directory.CreateDirectory(folder);
            foreach (string work in new[] { "create", "overwrite", "rename", "unlink" })
            {
                counter.Count($"{work} a file of 4 KiB", "file", Files, () => bench.Clients.Run(work, folder, $"{Files}", "4096"));
            }

            string lower = List(tree, "requests-lower", bench.Trees.RealNodes
                .Where(node => node.Kind == NodeKind.File && node.Size is > 0 and <= 16384)
                .Take(LowerFiles)
                .Select(node => node.Path));
            bench.Clients.Run("stat", mount.Path, lower, "0", "1");
            counter.Count("first write to a small lower file", "file", LowerFiles, () => bench.Clients.Run("touch", mount.Path, lower, "0", "1"));
            counter.Count("removing it", "file", LowerFiles, () => bench.Clients.Run("remove", mount.Path, lower, "0", "1"));
        }

        CountLarge(bench, table, peer, record);
    }

    private static void CountLarge(Bench bench, DriverTable table, Peer peer, Recorder record)
    {
        LayeredTree tree = bench.Trees.Big(bench.Trees.RealNodes);
        using (Mount mount = peer.Show(tree, "requests-large", writable: true))
        {
            Counter counter = new(bench, table, mount, record);
            string written = Path.Combine(mount.Path, "written");
            counter.Count("sequential write of 1 MiB", "call", 1024, () => bench.Clients.Run("write", written, "1048576", "1024", "sequential"));
            counter.Count("random write of 4 KiB", "call", 50_000, () => bench.Clients.Run("write", written, "4096", "50000", "random"));
            counter.Count("random read of 4 KiB of the lower", "call", 50_000, () =>
                bench.Clients.Run("read", Path.Combine(mount.Path, BigFiles.Gibibyte), "4096", "50000", "random"));
            string large = List(tree, "requests-gibibyte", [BigFiles.Gibibyte]);
            counter.Count("chmod of a lower file of 1 GiB", "file", 1, () => bench.Clients.Run("chmod", mount.Path, large, "0", "1"));
            counter.Count("first write to it", "file", 1, () => bench.Clients.Run("touch", mount.Path, large, "0", "1"));
        }

        using (Mount mount = peer.Show(bench.Workspace.Demo, "requests-exec", writable: false))
        {
            Counter counter = new(bench, table, mount, record);
            ExecSection.Run(mount);
            counter.Count("exec of ls, known already", "exec", ExecSection.Times, () => ExecSection.Run(mount));
        }
    }

    private static string List(LayeredTree tree, string name, IEnumerable<string> names)
    {
        string file = Path.Combine(tree.Home, name + ".names");
        File.WriteAllLines(file, names);
        return file;
    }

    /// <summary>Counts for one mount: a row each for requests and system calls, a note with what they were.</summary>
    private sealed class Counter(Bench bench, DriverTable table, Mount mount, Recorder record)
    {
        public void Count(string what, string unit, int operations, Action work, Action? before = null)
        {
            before?.Invoke();
            RequestCount count = RequestCount.During(mount, bench.Workspace.Folder, work);
            record($"{what}: requests for each {unit}", count.Requests.Values.Sum() / (double)operations);
            record($"{what}: system calls of the server", count.Calls.Values.Sum() / (double)operations);
            table.Note($"{what}, {mount.Peer.Name}, for each {unit}: {RequestCount.Show(count.Requests, operations)}; server: {RequestCount.Show(count.Calls, operations)}");
        }
    }
}
