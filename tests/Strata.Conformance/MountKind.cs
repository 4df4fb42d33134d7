namespace Strata.Conformance;

/// <summary>What serves a mount point.</summary>
public enum MountKind
{
    /// <summary>The kernel's overlayfs over plain folders: the oracle.</summary>
    KernelOverlay,

    /// <summary>Our union over the same plain folders.</summary>
    StrataFolders,

    /// <summary>The same without passthrough.</summary>
    StrataFoldersNoPassthrough,

    /// <summary>Our union over a chain image of the same layers.</summary>
    StrataChain,

    /// <summary>The same without passthrough.</summary>
    StrataChainNoPassthrough,

    /// <summary>The kernel's overlayfs with <c>index=on,metacopy=on</c>: the oracle of those below.</summary>
    KernelOverlayFull,

    /// <summary>Our union over plain folders, with the same.</summary>
    StrataFoldersFull,

    /// <summary>The same without passthrough.</summary>
    StrataFoldersFullNoPassthrough,

    /// <summary>Our union over a chain image, with the same.</summary>
    StrataChainFull,

    /// <summary>The same without passthrough.</summary>
    StrataChainFullNoPassthrough,

    /// <summary>The kernel's EROFS and overlayfs over the chain image, as <c>--driver kernel</c> mounts it on this kernel.</summary>
    KernelChain,

    /// <summary>The same as on Linux 6.5 to 6.14, with the EROFS straight from its file.</summary>
    KernelChainByPaths,

    /// <summary>The same as on kernels without data-only layers.</summary>
    KernelChainScreened,
}
