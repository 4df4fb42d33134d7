using System.Diagnostics;
using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;
using Strata.Linux;

namespace Strata.Bench.Peers.Driver;

/// <summary>The mount command, from its start until a name of the mount could be asked for; read-only and with an upper.</summary>
internal static class StartSection
{
    public static void Measure(Bench bench, DriverTable table)
    {
        LayeredTree tree = bench.Trees.Cut(3);
        byte[] name = PathText.Bytes(bench.Trees.RealNodes[0].Path);
        Race race = Race.Run(bench.Options.Rounds * 4, [.. bench.Unions.Select(peer => new Lane(peer.Name, record =>
        {
            record("read-only", Start(peer, tree, name, upper: null, work: null));
            string upper = tree.NewFolder("start.upper");
            string work = tree.NewFolder("start.work");
            record("writable", Start(peer, tree, name, upper, work));
            Command.Time("rm", "-rf", "--one-file-system", upper, work);
        }))]);
        Limit[] wanted = [new(2, Lanes.Kernel), new(0.7, Lanes.FuseOverlay), new(2, Lanes.Kernel, Lanes.KernelDriver), new(0.7, Lanes.FuseOverlay, Lanes.KernelDriver)];
        table.Add(race, "read-only", "mount of 3 layers, cold command, to the first stat, read-only", wanted);
        table.Add(race, "writable", "the same with an upper", wanted);
    }

    private static double Start(Peer peer, LayeredTree tree, byte[] name, string? upper, string? work)
    {
        string target = tree.NewFolder("start");
        string[] words = peer.MountWords(tree, target, upper, work, isVolatile: false);
        long start = Stopwatch.GetTimestamp();
        Command.Time(words);
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(target), OpenFlags.Path | OpenFlags.Directory, out FileFd root).OrThrow(target);
        using (root)
        {
            Sys.StatBasicAt(root, name, out _).OrThrow(target);
        }

        double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Command.Time(peer.UnmountWords(tree, target));
        return time;
    }
}
