using Strata.Blobs;

namespace Strata.Images;

public sealed partial class ImageStore
{
    /// <summary>
    /// Brings in the images of a layout or an archive. Everything is verified; layers that the store has are not read. An
    /// image is there when all of it is on the disk; where something is wrong none of them is, and nothing is left behind.
    /// </summary>
    /// <param name="path">A folder or file, <c>PATH:NAME</c> for one image of it; null or <c>-</c> for standard input.</param>
    /// <param name="progress">Hears how it goes.</param>
    /// <param name="cancellation">Breaks it off: nothing is left behind.</param>
    /// <param name="keepBlobs">
    /// Whether compressed layers are kept as they came, beside their contents, so that they and the manifest can leave the
    /// store unchanged; also of layers that are known.
    /// </param>
    /// <exception cref="ImageException">It is no image, or its bytes are not what it promises.</exception>
    public IReadOnlyList<LoadedImage> Load(string? path, ILoadProgress progress, CancellationToken cancellation, bool keepBlobs = false) =>
        WhileMarked(_ =>
        {
            using ImageInput input = ImageInput.Open(path, blobs);
            return TakeIn(input.Files, input.ReadImages(), progress, keepBlobs, cancellation);
        });

    /// <summary>Takes away what killed loads have left, where there were any. Costs one stat(2) otherwise.</summary>
    public void Recover()
    {
        using LoadMark? mark = LoadMark.TakeStale(blobs.Root);
        mark?.End(TrySweep);
    }

    /// <summary>Does something that adds layers before an image leads to them: where it fails the store is swept.</summary>
    private T WhileMarked<T>(Func<LoadMark, T> add)
    {
        using LoadMark mark = LoadMark.Begin(blobs.Root);
        try
        {
            return add(mark);
        }
        catch
        {
            mark.SweepIsDue();
            throw;
        }
        finally
        {
            mark.End(TrySweep);
        }
    }

    private List<LoadedImage> TakeIn(
        IImageFiles files, IReadOnlyList<SourceImage> images, ILoadProgress progress, bool keepBlobs, CancellationToken cancellation)
    {
        // Held until the list of images has them: no sweep takes a layer that was found to be there.
        using StoreGuard guard = blobs.Hold();
        LayerLoad.Run(layers, files, images, progress, keepBlobs, cancellation);
        List<LoadedImage> loaded = [];
        foreach (SourceImage image in images)
        {
            layers.EnsureChain(image.Config.DiffIds).Dispose();
            Digest config = blobs.Blobs.Put(image.ConfigBytes);
            Digest manifest = blobs.Blobs.Put(image.ManifestBytes
                ?? MadeManifest.OfPlainLayers(image.ConfigBytes, image.Config.DiffIds.Select(diffId => (diffId, TarSizeOf(diffId)))));
            loaded.Add(new LoadedImage(config, image.Names));
            index.Change(records => records.With(new ImageRecord(manifest, config, image.Names)
            {
                Origins = image.Origin is null ? [] : [image.Origin],
                Chain = Layers.ChainId.Of(image.Config.DiffIds),
            }));
        }

        return loaded;
    }
}
