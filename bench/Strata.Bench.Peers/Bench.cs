using Strata.Bench.Peers.Clients;
using Strata.Bench.Peers.Driver;
using Strata.Bench.Peers.Mounting;
using Strata.Bench.Peers.Trees;

namespace Strata.Bench.Peers;

/// <summary>What the sections of a run share.</summary>
internal sealed class Bench : IDisposable
{
    public Bench(Options options)
    {
        Options = options;
        Workspace = new Workspace(options);
        Report = new Report(options.Rounds);
        Driver = new DriverResults(options.Output);
        Trees = new TreeMaker(Workspace.NewFolder("trees"), Path.Combine(Workspace.Folder, "trees", "store"), options.Strata);
        AllPeers =
        [
            new PlainFolder(),
            new KernelOverlay(),
            new FuseOverlay(),
            new StrataFolders(options.Strata),
            new StrataChain(options.Strata, byKernel: false),
            new StrataChain(options.Strata, byKernel: true),
        ];
    }

    public Options Options { get; }

    public Workspace Workspace { get; }

    /// <summary>The table of the command.</summary>
    public Report Report { get; }

    /// <summary>The tables of the driver.</summary>
    public DriverResults Driver { get; }

    public TreeMaker Trees { get; }

    public ClientPool Clients { get; } = new();

    public IReadOnlyList<Peer> AllPeers { get; }

    /// <summary>Those that can be measured here.</summary>
    public IEnumerable<Peer> Peers => AllPeers.Where(peer => peer.Absence is null);

    /// <summary>The unions among them.</summary>
    public IEnumerable<Peer> Unions => Peers.Where(peer => peer is not PlainFolder);

    public void Dispose()
    {
        Clients.Dispose();
        Workspace.Dispose();
    }
}
