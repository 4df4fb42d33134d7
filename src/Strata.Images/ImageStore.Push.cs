using Strata.Blobs;
using Strata.Images.Registry;
using Strata.Linux;

namespace Strata.Images;

public sealed partial class ImageStore
{
    /// <summary>
    /// Brings an image to a registry. What the registry has is not sent. Layers whose compressed bytes were not kept go
    /// compressed anew; the digest of the manifest is then another than the one that the image came with, its ID is not.
    /// </summary>
    /// <param name="image">A name or an ID, as for <see cref="Resolve"/>.</param>
    /// <param name="destination">The name that it shall have there.</param>
    /// <param name="access">How the registry is reached.</param>
    /// <param name="progress">Hears how it goes; layers are known by their diff IDs.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <exception cref="ImageException">It is not here, or the registry does not take it.</exception>
    public PushedImage Push(string image, ImageReference destination, RegistryAccess access, ILoadProgress progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (destination.Digest is not null)
        {
            throw new ImageException($"\"{destination}\" has a digest: an image is pushed under a tag");
        }

        // Held so that no layer is removed while it is sent.
        using StoreGuard guard = blobs.Hold();
        IReadOnlyList<Image> all = List();
        ImageRecord record = Find(index.Read(), image);
        Image opened = Open(record);
        byte[] manifest = Get(record.Manifest, $"the manifest of {opened.DisplayName}");
        byte[] config = Get(record.Config, $"the configuration of {opened.DisplayName}");
        bool isOurs = MadeManifest.OfPlainLayers(config, opened.DiffIds.Select(diffId => (diffId, TarSizeOf(diffId)))).AsSpan().SequenceEqual(manifest);
        using RegistryClient client = new(destination.Registry, access, cancellation);
        using Transfers transfers = new(blobs.Root);
        ImagePush push = new()
        {
            Client = client,
            Repository = destination.RegistryPath,
            Layers = layers,
            Transfers = transfers,
            OthersWith = diffId => Others(all, destination, diffId),
            Progress = progress,
            Cancellation = cancellation,
        };
        byte[] sent = push.SendLayers(opened, manifest, isOurs);
        if (!client.HasBlob(destination.RegistryPath, record.Config))
        {
            blobs.Blobs.Files.Open(record.Config, out FileFd file).OrThrow($"the configuration of {opened.DisplayName}");
            using (file)
            {
                new BlobUpload(client, destination.RegistryPath, record.Config, file, config.Length, static _ => { }).Run(null);
            }
        }

        client.PutManifest(destination, opened.Manifest.MediaType, sent);
        Digest digest = Digest.Of(sent);
        index.Change(now => now.Any(other => other.Manifest == record.Manifest)
            ? now.With(record with { Names = [], Origins = [$"{destination.Repository}@{digest}"] })
            : now);
        return new PushedImage(digest, sent.Length);
    }

    /// <summary>Other repositories of the same registry from or to which an image with that layer went.</summary>
    private static IEnumerable<string> Others(IReadOnlyList<Image> images, ImageReference destination, Digest diffId) => images
        .Where(image => image.DiffIds.Contains(diffId))
        .SelectMany(image => image.Origins)
        .Select(origin => ImageReference.TryParse(origin, out ImageReference? reference, out _) ? reference : null)
        .OfType<ImageReference>()
        .Where(reference => reference.Registry == destination.Registry && reference.RegistryPath != destination.RegistryPath)
        .Select(reference => reference.RegistryPath)
        .Distinct();
}
