using Strata.Bench.Peers.Driver;

namespace Strata.Bench.Peers.Mounting;

/// <summary>No union at all: the merged tree as a folder of the file system; a copy of it where it is to be changed.</summary>
internal sealed class PlainFolder() : Peer(Lanes.Ext4)
{
    public override Mount Show(LayeredTree tree, string name, bool writable, bool isVolatile = false)
    {
        string merged = tree.Merged ?? throw new InvalidOperationException("this tree is not there as a plain folder");
        if (!writable)
        {
            return new Mount(merged, this, () => { });
        }

        string copy = Path.Combine(tree.Home, $"{name}-plain");
        Command.Time("cp", "-a", merged, copy);
        return new Mount(copy, this, () => Command.Time("rm", "-rf", "--one-file-system", copy));
    }

    public override string[] MountWords(LayeredTree tree, string target, string? upper, string? work, bool isVolatile) =>
        throw new InvalidOperationException("a plain folder is not mounted");
}
