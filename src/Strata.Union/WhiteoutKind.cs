namespace Strata.Union;

/// <summary>How a name of the lower is marked as removed in the upper.</summary>
public enum WhiteoutKind
{
    /// <summary>A character device 0:0, as the kernel's overlayfs writes it; where that is not permitted, <see cref="Xattr"/>.</summary>
    Device,

    /// <summary>
    /// An empty file with the xattr <c>overlay.whiteout</c>, in a directory marked with the <c>opaque</c> value "x" (Linux 6.7).
    /// The kernel obeys them in its lowers only.
    /// </summary>
    Xattr,
}
