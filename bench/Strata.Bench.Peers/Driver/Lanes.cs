namespace Strata.Bench.Peers.Driver;

/// <summary>The columns of the driver's table.</summary>
internal static class Lanes
{
    public const string Ext4 = "ext4";
    public const string Kernel = "kernel overlayfs";
    public const string FuseOverlay = "fuse-overlayfs";
    public const string Folders = "strata, folders";
    public const string Chain = "strata, chain image";
    public const string KernelDriver = "strata, kernel driver";

    /// <summary>All, in the table's order.</summary>
    public static readonly IReadOnlyList<string> All = [Ext4, Kernel, FuseOverlay, Folders, Chain, KernelDriver];

    /// <summary>Ours, in the order in which their ratios stand in a cell.</summary>
    public static readonly IReadOnlyList<string> Ours = [Folders, Chain, KernelDriver];
}
