using Strata.Bench.Peers.Driver;

namespace Strata.Bench.Peers.Mounting;

/// <summary>Ours over the chain image of a loaded image: by FUSE, or by the kernel's own drivers.</summary>
/// <param name="strata">Our binary.</param>
/// <param name="byKernel">Whether the kernel is the driver.</param>
internal sealed class StrataChain(string strata, bool byKernel) : Peer(byKernel ? Lanes.KernelDriver : Lanes.Chain)
{
    private string? absence;

    public override bool IsOurs => true;

    public override bool IsServed => !byKernel;

    public override string? Absence
    {
        get
        {
            absence ??= !byKernel || Command.Output(strata, "mount", "--help").Contains("--driver", StringComparison.Ordinal)
                ? ""
                : "strata mount knows no --driver yet";
            return absence.Length == 0 ? null : absence;
        }
    }

    public override string[] MountWords(LayeredTree tree, string target, string? upper, string? work, bool isVolatile)
    {
        string[] driver = byKernel ? ["--driver", "kernel"] : [];
        string[] changes = upper is null ? [] : ["--upper", upper, "--work", work!];
        return [strata, "--root", tree.Store, "mount", .. driver, .. changes, tree.Image, target];
    }

    public override string[] UnmountWords(LayeredTree tree, string target) => [strata, "--root", tree.Store, "umount", target];
}
