using Strata.Blobs;
using Strata.Images.Registry;

namespace Strata.Images;

public sealed partial class ImageStore
{
    /// <summary>
    /// Brings in an image from a registry. Layers that the store has are not fetched; of one whose digest did not change
    /// nothing is but its name looked up. Broken off, it keeps the layers that were complete and the parts of others for the
    /// next pull.
    /// </summary>
    /// <param name="reference">Its name.</param>
    /// <param name="options">How, and for which platform.</param>
    /// <param name="progress">Hears how it goes; not called where nothing is to be fetched.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <exception cref="ImageException">It is not there, may not be had, or its bytes are not what it promises.</exception>
    public PulledImage Pull(ImageReference reference, PullOptions options, ILoadProgress progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(options);
        using RegistryClient client = new(reference.Registry, options.Access, cancellation);
        Digest? offered = reference.Digest ?? client.DigestOf(reference);
        return offered is { } digest && TryName(reference, digest, options.Platform) is { } known
            ? known
            : WhileMarked(_ => Fetch(client, reference, options, progress, cancellation));
    }

    private PulledImage Fetch(
        RegistryClient client, ImageReference reference, PullOptions options, ILoadProgress progress, CancellationToken cancellation)
    {
        OfferedImage offered = OfferedImage.Of(client, reference, options.Platform, blobs.Blobs);
        SourceImage image = offered.Image with
        {
            Names = reference.Name is { } full && reference.Digest is null ? [full] : [],
            Origin = $"{reference.Repository}@{offered.Offered.Digest}",
        };
        if (options.Platform is { } wanted && !wanted.Accepts(image.Config))
        {
            throw new ImageException($"{reference} is made for {image.Config.Os}/{image.Config.Architecture}, not for {wanted}");
        }

        using Transfers transfers = new(blobs.Root);
        using RegistryFiles files = new(client, reference.RegistryPath, offered.Manifest.Layers, transfers);
        transfers.List(offered.Descriptor.Digest, image.Config.DiffIds);
        LoadedImage loaded = TakeIn(files, [image], progress, keepBlobs: false, cancellation)[0];
        transfers.Forget(offered.Descriptor.Digest);
        return new PulledImage(loaded.Id, offered.Offered.Digest, IsNew: true);
    }

    /// <summary>Gives the name to an image that is there, whole, and is what the registry offers; null where there is none.</summary>
    private PulledImage? TryName(ImageReference reference, Digest offered, Platform? platform)
    {
        // Held so that what was found is not removed before it has its name.
        using StoreGuard guard = blobs.Hold();
        string end = "@" + offered;
        foreach (ImageRecord record in index.Read())
        {
            bool isManifest = record.Manifest == offered;
            if (!isManifest && !record.Origins.Any(origin => origin.EndsWith(end, StringComparison.Ordinal)))
            {
                continue;
            }

            // An index stands for one image on each platform, a manifest for itself unless a platform is asked for.
            Platform? wanted = platform ?? (isManifest ? null : Platform.ThisMachine);
            if (TryOpen(record) is not { } image || wanted?.Accepts(image.Config) == false)
            {
                continue;
            }

            string[] names = reference is { Digest: null, Name: { } name } ? [name] : [];
            string origin = $"{reference.Repository}@{offered}";
            if (names.Except(record.Names).Any() || !record.Origins.Contains(origin))
            {
                index.Change(records => records.With(record with { Names = names, Origins = [origin] }));
            }

            return new PulledImage(record.Config, offered, IsNew: false);
        }

        return null;
    }

    /// <summary>The image, if all of it is there; a pull mends what is not.</summary>
    private Image? TryOpen(ImageRecord record)
    {
        try
        {
            Image image = Open(record);
            return image.Manifest.Layers.Count == image.DiffIds.Count && image.DiffIds.All(diffId => layers.IsKnown(diffId)) ? image : null;
        }
        catch (ImageException)
        {
            return null;
        }
    }
}
