namespace Strata.Layers;

/// <summary>The xattrs by which overlayfs finds an object, and how an image's own xattrs of that kind are kept apart from them.</summary>
internal static class ChainOverlay
{
    /// <summary>trusted.overlay.metacopy without its prefix: the content lies elsewhere.</summary>
    public static ReadOnlySpan<byte> Metacopy => "overlay.metacopy"u8;

    /// <summary>trusted.overlay.redirect without its prefix: where, as a path in the data layer.</summary>
    public static ReadOnlySpan<byte> Redirect => "overlay.redirect"u8;

    /// <summary>
    /// What all of overlayfs's own xattrs begin with, after "trusted.". Another "overlay." behind it is the kernel's escape
    /// (Linux 6.7): overlayfs shows <c>trusted.overlay.overlay.NAME</c> as <c>trusted.overlay.NAME</c> and obeys neither.
    /// </summary>
    public static ReadOnlySpan<byte> Namespace => "overlay."u8;
}
