using Strata.Blobs;
using Strata.Images.Registry;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Images.Checking;

/// <summary>Restores images from the registries that they came from or went to: documents and layers that are damaged, and no others.</summary>
/// <param name="blobs">The store; borrowed.</param>
/// <param name="layers">Its layers; borrowed.</param>
/// <param name="access">How registries are reached.</param>
/// <param name="cancellation">Breaks it off.</param>
internal sealed class OriginRepair(BlobStore blobs, LayerStore layers, RegistryAccess access, CancellationToken cancellation)
{
    /// <summary>Restores what it can. Do not hold the store: registries are slow.</summary>
    /// <param name="images">The list of images.</param>
    /// <returns>Why an image that is damaged was not restored, a line for each place that was asked.</returns>
    public IReadOnlyList<string> Run(IEnumerable<ImageRecord> images)
    {
        List<string> problems = [];
        foreach (ImageRecord record in images.Where(record => record.Origins.Count > 0 && IsDamaged(record)))
        {
            foreach (string origin in record.Origins)
            {
                cancellation.ThrowIfCancellationRequested();
                string? problem = TryRestore(record, origin);
                if (problem is null)
                {
                    break;
                }

                problems.Add($"{ImageNeeds.NameOf(record)} from {origin}: {problem}");
            }
        }

        return problems;
    }

    private bool IsDamaged(ImageRecord record) =>
        blobs.Blobs.Get(record.Manifest, Documents.MaxSize, out _) != Errno.Ok
        || ConfigOf(record) is not { } config
        || !config.DiffIds.All(diffId => layers.IsKnown(diffId));

    private ImageConfig? ConfigOf(ImageRecord record)
    {
        try
        {
            return blobs.Blobs.Get(record.Config, Documents.MaxSize, out byte[] bytes) == Errno.Ok ? Documents.ReadConfig(bytes, "it") : null;
        }
        catch (ImageException)
        {
            return null;
        }
    }

    /// <summary>What stands against it, in words; null where the image is whole again.</summary>
    private string? TryRestore(ImageRecord record, string origin)
    {
        try
        {
            ImageReference reference = ImageReference.Parse(origin);
            using RegistryClient client = new(reference.Registry, access, cancellation);
            Platform? platform = ConfigOf(record) is { } known ? new Platform(known.Os, known.Architecture, null) : null;
            OfferedImage offered = OfferedImage.Of(client, reference, platform, blobs.Blobs);
            if (offered.Manifest.Config.Digest != record.Config)
            {
                return "it has another image there";
            }

            using Transfers transfers = new(blobs.Root);
            using RegistryFiles files = new(client, reference.RegistryPath, offered.Manifest.Layers, transfers);
            using StoreGuard guard = blobs.Hold();
            LayerLoad.Run(layers, files, [offered.Image], new NoProgress(), keepBlobs: false, cancellation);
            blobs.Blobs.Put(offered.Image.ConfigBytes);
            if (offered.Descriptor.Digest == record.Manifest)
            {
                blobs.Blobs.Put(offered.Image.ManifestBytes);
            }

            return null;
        }
        catch (Exception e) when (e is ImageException or IOException)
        {
            return e.Message;
        }
    }
}
