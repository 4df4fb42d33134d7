using Strata.Blobs;
using Strata.Containers.Mounts;
using Strata.Images.Checking;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>Who uses an image, so that it must not be removed: mounts by the kernel's table, and containers by their folders.</summary>
public static class ImageUsers
{
    /// <summary>The first user of an image in words, "container web" or "the mount on /mnt"; null where there is none.</summary>
    /// <param name="blobs">The store.</param>
    /// <param name="imageId">The digest of the image's configuration.</param>
    public static string? FirstOf(BlobStore blobs, Digest imageId) => All(blobs).FirstOrDefault(use => use.Image == imageId).User;

    /// <summary>Everybody who uses an image, containers first.</summary>
    public static IReadOnlyList<ImageUse> All(BlobStore blobs)
    {
        // Not made where it is missing: whoever asks may be about to free a disk that is full.
        using ContainerStore? containers = ContainerStore.TryOpen(blobs);
        List<ImageUse> uses = [];
        foreach (ContainerReport container in containers?.List() ?? [])
        {
            if (Digest.TryParse(container.Config.ImageId, out Digest id))
            {
                uses.Add(new ImageUse($"container {container.Config.Name}", id));
            }
        }

        foreach (MountEntry mount in MountTable.ReadOurs())
        {
            if (MountSource.TryParse(mount.Source, out MountSource? source))
            {
                uses.Add(new ImageUse($"the mount on {PathText.Show(mount.Target)}", source!.ImageId, MayBeOfAnotherStore: true));
            }
        }

        return uses;
    }
}
