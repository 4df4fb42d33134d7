namespace Strata.Containers.Mounts.Kernel;

/// <summary>How overlayfs is put together over a chain image and the objects; the newest way first. All show the same tree.</summary>
internal enum OverlayConstruction
{
    /// <summary>Layers by descriptor (Linux 6.13), the EROFS among them without a place in any tree (Linux 6.15).</summary>
    Descriptors,

    /// <summary>Layers by path in a mount namespace of a thread, objects as data-only layer (Linux 6.5).</summary>
    Paths,

    /// <summary>The same with objects as lowest ordinary layer, its names hidden by whiteouts: see <see cref="ObjectScreen"/>.</summary>
    ScreenedObjects,
}
