using Strata.Blobs;
using Strata.Containers.Mounts;

namespace Strata.Containers;

/// <summary>Who uses an image, so that it must not be removed: mounts by the kernel's table, and containers by their folders.</summary>
public static class ImageUsers
{
    /// <summary>The first user of an image in words, "container web" or "the mount on /mnt"; null where there is none.</summary>
    /// <param name="blobs">The store.</param>
    /// <param name="imageId">The digest of the image's configuration.</param>
    public static string? FirstOf(BlobStore blobs, Digest imageId)
    {
        using ContainerStore containers = new(blobs);
        string id = imageId.ToString();
        return containers.List().FirstOrDefault(container => container.Config.ImageId == id) is { } user
            ? $"container {user.Config.Name}"
            : MountReport.All().FirstOrDefault(mount => mount.ImageId == id) is { } mount ? $"the mount on {mount.Target}" : null;
    }
}
