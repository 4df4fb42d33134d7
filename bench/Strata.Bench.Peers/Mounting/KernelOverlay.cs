using Strata.Bench.Peers.Driver;

namespace Strata.Bench.Peers.Mounting;

/// <summary>The kernel's overlayfs over folders, as mount(8) mounts it without further options.</summary>
internal sealed class KernelOverlay() : Peer(Lanes.Kernel)
{
    public override bool CanBeVolatile => true;

    public override string[] MountWords(LayeredTree tree, string target, string? upper, string? work, bool isVolatile) =>
        ["mount", "-t", "overlay", "overlay", "-o", FolderOptions(tree, upper, work, isVolatile), target];
}
