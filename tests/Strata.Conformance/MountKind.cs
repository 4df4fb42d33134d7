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

    /// <summary>The kernel's overlayfs over a chain image and its objects, with <c>index=on,metacopy=on</c>.</summary>
    KernelOverlayOverChain,
}
