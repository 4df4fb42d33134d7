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
        IEnumerable<(string User, string Id)> users =
        [
            .. (containers?.List() ?? []).Select(container => ($"container {container.Config.Name}", container.Config.ImageId)),
            .. MountTable.ReadOurs().Select(MountUser),
        ];
        return [.. users.Select(user => (user.User, Known: Digest.TryParse(user.Id, out Digest id), Id: id)).Where(user => user.Known).Select(user => new ImageUse(user.User, user.Id))];
    }

    private static (string User, string Id) MountUser(MountEntry mount) => (
        $"the mount on {PathText.Show(mount.Target)}",
        MountSource.TryParse(mount.Source, out MountSource? source) ? source!.ImageId.ToString() : "");
}
