using Strata.Bench.Peers.Driver;

namespace Strata.Bench.Peers.Mounting;

/// <summary>Debian's fuse-overlayfs over folders.</summary>
internal sealed class FuseOverlay() : Peer(Lanes.FuseOverlay)
{
    public override bool IsServed => true;

    public override bool CanBeVolatile => true;

    public override string[] MountWords(LayeredTree tree, string target, string? upper, string? work, bool isVolatile) =>
        ["fuse-overlayfs", "-o", FolderOptions(tree, upper, work, isVolatile), target];
}
