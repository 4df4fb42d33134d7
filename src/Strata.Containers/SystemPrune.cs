using Strata.Images;

namespace Strata.Containers;

/// <summary>Takes away everything in a store that is not used.</summary>
public static class SystemPrune
{
    /// <summary>Removes containers that have ended, then images that nobody uses, and what no image needs.</summary>
    /// <param name="store">The store.</param>
    /// <param name="all">Whether images with names go too.</param>
    /// <param name="filter">Which containers and images.</param>
    /// <param name="removed">Hears the IDs of the containers that went, before it is the images' turn.</param>
    /// <returns>What went of the images, and the bytes that the disk has again of all.</returns>
    /// <exception cref="ImageException">A damaged document hides what is needed: no image was taken away.</exception>
    public static (Removal Images, long Bytes) Run(Store store, bool all, PruneFilter filter, Action<IReadOnlyList<string>> removed)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(removed);
        (IReadOnlyList<string> ids, long bytes) = ContainerPrune.Run(store, filter);
        removed(ids);
        Removal images = store.Images.Prune(all, filter, () => ImageUsers.All(store.Blobs));
        return (images, bytes + images.Swept.Bytes);
    }
}
