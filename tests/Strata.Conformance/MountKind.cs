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
}
