namespace Strata.Union.Tests;

/// <summary>What says that a directory is opaque.</summary>
internal enum ModelOpaque
{
    None,
    Trusted,
    User,
    FuseOverlayfs,

    /// <summary>A file of that name in it.</summary>
    WhiteoutFile,
}
