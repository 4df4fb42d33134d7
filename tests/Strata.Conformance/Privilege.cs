using Strata.Union;
using Xunit;

namespace Strata.Conformance;

/// <summary>
/// What the suite may do here. In a user namespace (eng/without-root.sh) it plays the same, less what the kernel forbids there:
/// <c>user.</c> xattrs instead of <c>trusted.</c> ones and so no renamed directories of the lower and no metacopy, no
/// passthrough, no devices.
/// </summary>
internal static class Privilege
{
    /// <summary>Root of the machine, and not only of a user namespace.</summary>
    public static bool IsFull { get; } = File.ReadAllText("/proc/self/uid_map").Contains("4294967295", StringComparison.Ordinal);

    /// <summary>How overlayfs's own xattrs begin.</summary>
    public static string MarkPrefix { get; } = IsFull ? "trusted.overlay." : "user.overlay.";

    /// <summary>The same for our union.</summary>
    public static OverlayXattrs Marks { get; } = IsFull ? OverlayXattrs.Trusted : OverlayXattrs.User;

    /// <summary>What overlayfs is mounted with to use <see cref="MarkPrefix"/>, beside other options.</summary>
    public static string MountOptions { get; } = IsFull ? "redirect_dir=on" : "userxattr";

    /// <summary>The mounts that there can be.</summary>
    public static IReadOnlyList<MountKind> Kinds { get; } = IsFull
        ? Enum.GetValues<MountKind>()
        : [MountKind.KernelOverlay, MountKind.StrataFoldersNoPassthrough, MountKind.StrataChainNoPassthrough];

    /// <summary>The kinds for a theory: in a user namespace those of ours that there can be.</summary>
    public static TheoryData<MountKind> Or(params MountKind[] kinds) =>
        [.. IsFull ? kinds : [MountKind.StrataFoldersNoPassthrough, MountKind.StrataChainNoPassthrough]];

    /// <summary>Layers without devices, and without xattrs that only root can give.</summary>
    public static LayerTree[] Allowed(LayerTree[] layers)
    {
        foreach (LayerTree layer in IsFull ? [] : layers)
        {
            layer.Nodes.RemoveAll(node => node.Kind is Layers.EntryKind.CharDevice or Layers.EntryKind.BlockDevice);
            for (int i = 0; i < layer.Nodes.Count; i++)
            {
                layer.Nodes[i] = layer.Nodes[i] with { Xattrs = [.. layer.Nodes[i].Xattrs.Where(x => !x.Name.StartsWith("trusted.") && !x.Name.StartsWith("security."))] };
            }
        }

        return layers;
    }
}
