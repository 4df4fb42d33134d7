using Strata.Blobs;
using Strata.Images;
using Strata.Layers;
using Strata.Union;

namespace Strata.Containers;

/// <summary>Makes images of what was changed in containers, or lies in upper folders.</summary>
public static class Commit
{
    /// <summary>
    /// Makes the image; it is on the disk when this returns. A container that runs stands still while it is read. Where it was
    /// asked not to, or cannot, what it creates, changes or removes meanwhile is in the image or not, each name for itself, and a
    /// file that grows or shrinks at that moment is refused.
    /// </summary>
    /// <exception cref="ContainerException">The container or the folder is not there.</exception>
    /// <exception cref="ImageException">The image is not there, or a change of its configuration cannot be made.</exception>
    public static CommittedImage Run(Store store, CommitRequest request, CancellationToken cancellation)
    {
        ContainerConfig? container = request.Container is { } name ? store.Containers.Find(name) : null;
        Image image = store.Images.Resolve(container?.ImageId ?? request.Base!);
        ImageCommit commit = new()
        {
            Base = image,
            Name = request.Name,
            Author = request.Author,
            Message = request.Message,
            CreatedBy = container is null ? "" : string.Join(' ', container.Args),
            Settings = container is null ? null : SettingsOf(container, image.Config),
            Changes = request.Changes,
        };
        return store.Images.Commit(
            commit, blobs => container is null || !request.Pauses ? Build(blobs) : store.Containers.WhilePaused(container, () => Build(blobs)));

        BuiltLayer Build(BlobStore blobs)
        {
            using UnionScan scan = container is null
                ? UnionScans.OfFolders(store, image, request.Upper, request.Work, request.UserXattrs ? OverlayXattrs.User : OverlayXattrs.Trusted)
                : UnionScans.Of(store, container, image);
            return LayerOfChanges.Build(blobs, scan.Changes(), cancellation);
        }
    }

    /// <summary>As Docker: the image is run as its container was.</summary>
    private static CommittedSettings SettingsOf(ContainerConfig container, ImageConfig image)
    {
        bool hasEntrypoint = container.Args.Take(image.Entrypoint.Count).SequenceEqual(image.Entrypoint);
        return new CommittedSettings(
            hasEntrypoint ? image.Entrypoint : [],
            hasEntrypoint ? [.. container.Args.Skip(image.Entrypoint.Count)] : container.Args,
            EnvironmentList.Without(container.Env, container.DefaultEnv),
            container.WorkingDirectory == "/" && image.WorkingDir.Length == 0 ? "" : container.WorkingDirectory,
            container.User);
    }
}
