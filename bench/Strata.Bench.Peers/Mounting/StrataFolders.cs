using Strata.Bench.Peers.Driver;

namespace Strata.Bench.Peers.Mounting;

/// <summary>Ours over folders, by fuse-overlayfs's command line.</summary>
/// <param name="strata">Our binary; its other name lies beside it.</param>
internal sealed class StrataFolders(string strata) : Peer(Lanes.Folders)
{
    private readonly string program = Path.Combine(Path.GetDirectoryName(strata)!, "strata-overlay");
    private string? absence;

    public override bool IsOurs => true;

    public override bool IsServed => true;

    public override bool CanBeVolatile => true;

    public override string? Absence
    {
        get
        {
            absence ??= Command.Succeeds(program, "--version") ? "" : "strata-overlay is not built yet";
            return absence.Length == 0 ? null : absence;
        }
    }

    public override string[] MountWords(LayeredTree tree, string target, string? upper, string? work, bool isVolatile) =>
        [program, "-o", FolderOptions(tree, upper, work, isVolatile), target];
}
