using Strata.Containers.Mounts;
using Strata.Images;
using Strata.Layers;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers;

/// <summary>Opens trees of images, containers and upper folders to be scanned. The store must be held meanwhile.</summary>
internal static class UnionScans
{
    /// <summary>The tree of an image alone.</summary>
    public static UnionScan Of(Store store, Image image) => OfFolders(store, image, null, null, OverlayXattrs.Trusted);

    /// <summary>The tree of a container, running or not.</summary>
    public static UnionScan Of(Store store, ContainerConfig container, Image image)
    {
        string folder = $"{store.Containers.Path}/{container.Id}";
        return OfFolders(store, image, folder + "/upper", folder + "/work", OverlayXattrs.Trusted);
    }

    /// <summary>An image and what lies over it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="image">The image.</param>
    /// <param name="upper">The upper folder; null for none.</param>
    /// <param name="work">Its work folder; null for none.</param>
    /// <param name="xattrs">The names of the marks in the upper.</param>
    /// <exception cref="ContainerException">A folder is not there.</exception>
    public static UnionScan OfFolders(Store store, Image image, string? upper, string? work, OverlayXattrs xattrs)
    {
        FileFd upperFolder = UnionFolders.Open(upper, "upper folder");
        ChainLower? lower = null;
        try
        {
            // Where overlayfs keeps its index is the work folder itself, beside its "work".
            using FileFd workFolder = UnionFolders.Open(work, "work folder");
            using FileFd chain = store.OpenChain(image);
            lower = new ChainLower(ChainImage.Open(chain), store.Blobs.Objects, new InodeNumbers());
            return new UnionScan(lower, upperFolder, workFolder, xattrs);
        }
        catch
        {
            lower?.Dispose();
            upperFolder.Dispose();
            throw;
        }
    }
}
