namespace Strata.Conformance;

/// <summary>What the kinds of mounts have in common.</summary>
internal static class MountKinds
{
    /// <summary>The kernel's own drivers over a chain image.</summary>
    public static IReadOnlyList<MountKind> KernelChains { get; } = [MountKind.KernelChain, MountKind.KernelChainByPaths, MountKind.KernelChainScreened];

    /// <summary>The kernel's overlayfs over plain folders that a mount must behave like: the one with the same options.</summary>
    public static MountKind Oracle(this MountKind kind) =>
        kind == MountKind.KernelOverlayWithAllMarks || KernelChains.Contains(kind) ? MountKind.KernelOverlayWithAllMarks : MountKind.KernelOverlay;
}
