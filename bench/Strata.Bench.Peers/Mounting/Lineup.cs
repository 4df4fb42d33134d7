using Strata.Bench.Peers.Measuring;

namespace Strata.Bench.Peers.Mounting;

/// <summary>A tree shown by several peers at once, until it is disposed.</summary>
internal sealed class Lineup : IDisposable
{
    private readonly List<Mount> mounts = [];

    /// <summary>Those that show it, in the order of the table.</summary>
    public IReadOnlyList<Mount> Mounts => mounts;

    /// <summary>Shows it by each; who cannot is noted and left out.</summary>
    public static Lineup Show(IEnumerable<Peer> peers, LayeredTree tree, string name, bool writable, Action<string> note)
    {
        Lineup lineup = new();
        foreach (Peer peer in peers)
        {
            try
            {
                lineup.mounts.Add(peer.Show(tree, name, writable));
            }
            catch (InvalidOperationException e)
            {
                note($"{peer.Name} could not be mounted: {e.Message}");
            }
        }

        return lineup;
    }

    /// <summary>A lane for each.</summary>
    public IReadOnlyList<Lane> Lanes(Action<Mount, Recorder> run) =>
        [.. mounts.Select(mount => new Lane(mount.Peer.Name, record => run(mount, record)))];

    public void Dispose()
    {
        foreach (Mount mount in mounts)
        {
            mount.Dispose();
        }
    }
}
