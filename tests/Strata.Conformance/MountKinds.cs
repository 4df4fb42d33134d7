namespace Strata.Conformance;

/// <summary>What the kinds of mounts have in common.</summary>
internal static class MountKinds
{
    /// <summary>Whether the mount has <c>index=on,metacopy=on</c>, and otherwise both off.</summary>
    public static bool IsFull(this MountKind kind) => kind >= MountKind.KernelOverlayFull;

    /// <summary>Whether our side reads and writes contents through the kernel.</summary>
    public static bool HasPassthrough(this MountKind kind) =>
        kind is MountKind.StrataFolders or MountKind.StrataChain or MountKind.StrataFoldersFull or MountKind.StrataChainFull;

    /// <summary>Whether it lies over a chain image.</summary>
    public static bool IsChain(this MountKind kind) =>
        kind is MountKind.StrataChain or MountKind.StrataChainNoPassthrough or MountKind.StrataChainFull or MountKind.StrataChainFullNoPassthrough
            || kind.IsDriver();

    /// <summary>Whether it is the kernel's own.</summary>
    public static bool IsKernel(this MountKind kind) => kind is MountKind.KernelOverlay or MountKind.KernelOverlayFull || kind.IsDriver();

    /// <summary>Whether it is the kernel's, put together by our second driver.</summary>
    public static bool IsDriver(this MountKind kind) => kind is MountKind.KernelChain or MountKind.KernelChainByPaths or MountKind.KernelChainScreened;

    /// <summary>
    /// The mount by the other driver that can go on with its upper: with an index that belongs to the same lower. For the
    /// kernel's over a chain image that is our union, for all others the kernel's.
    /// </summary>
    public static MountKind Successor(this MountKind kind) =>
        kind.IsDriver() ? MountKind.StrataChainFull : kind.IsFull() && kind.IsChain() ? MountKind.KernelChain : kind.Oracle();

    /// <summary>The kernel's mount that it is compared with.</summary>
    public static MountKind Oracle(this MountKind kind) => kind.IsFull() ? MountKind.KernelOverlayFull : MountKind.KernelOverlay;
}
