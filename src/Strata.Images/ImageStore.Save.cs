using Strata.Blobs;

namespace Strata.Images;

public sealed partial class ImageStore
{
    /// <summary>
    /// Gives images out. Their configurations and uncompressed layers leave byte for byte as they came; the manifest does so
    /// too where its layers do.
    /// </summary>
    /// <param name="request">Which, and in which form.</param>
    /// <param name="path">The file or, for <see cref="SaveFormat.OciFolder"/>, the folder; null or <c>-</c> for standard output.</param>
    /// <param name="cancellation">Breaks it off: nothing is left behind.</param>
    /// <exception cref="ImageException">An image is not there, or damaged; or the place is not fit.</exception>
    public void Save(SaveRequest request, string? path, CancellationToken cancellation)
    {
        if (request.Format == SaveFormat.OciFolder && path is null or "-")
        {
            throw new ImageException("a layout folder cannot go to standard output: give -o DIR");
        }

        // Held to the end: a removal waits until what it would take away has been written.
        using StoreGuard guard = blobs.Hold();
        using OutgoingLayers outgoing = new(layers, cancellation);
        List<OutgoingImage> images = [.. Chosen(request.Images).Select(chosen => Outgoing(chosen.Image, chosen.Names, request.Layers, outgoing))];
        using IImageTarget target = request.Format == SaveFormat.OciFolder
            ? new FolderTarget(path!, cancellation)
            : new ArchiveTarget(OutputFile.Create(path, cancellation));
        LayoutWriter.Write(images, request.Format == SaveFormat.DockerArchive, target);
        target.Complete();
    }

    /// <summary>The images that are meant, each once, with those of their names that were given.</summary>
    private List<(Image Image, List<string> Names)> Chosen(IReadOnlyList<string> wanted)
    {
        IReadOnlyList<ImageRecord> all = index.Read();
        List<(Image Image, List<string> Names)> chosen = [];
        foreach (string text in wanted)
        {
            ImageRecord record = Find(all, text);
            if (chosen.FirstOrDefault(other => other.Image.ManifestDigest == record.Manifest) is not { Image: not null } found)
            {
                found = (Open(record), []);
                chosen.Add(found);
            }

            if (NameIn(record, text) is { } name && !found.Names.Contains(name))
            {
                found.Names.Add(name);
            }
        }

        return chosen;
    }

    private OutgoingImage Outgoing(Image image, IReadOnlyList<string> names, LayerForm form, OutgoingLayers outgoing)
    {
        byte[] configBytes = Get(image.Id, $"the configuration of {image.DisplayName}");
        OutgoingBlob config = OutgoingBlob.Of(image.Manifest.Config.MediaType, configBytes);
        List<OutgoingBlob?> asTheyCame = [.. image.DiffIds.Select((diffId, at) => outgoing.AsItCame(diffId, image.Manifest.Layers[at]))];
        List<OutgoingBlob> leaving =
        [
            .. image.DiffIds.Select((diffId, at) => form switch
            {
                LayerForm.Gzip => asTheyCame[at] is { } kept && kept.Digest != diffId ? kept : outgoing.Gzip(diffId),
                LayerForm.AsKept when asTheyCame.TrueForAll(layer => layer is not null) => asTheyCame[at]!,
                _ => asTheyCame[at] is { } kept && kept.Digest == diffId ? kept : outgoing.Plain(diffId),
            }),
        ];
        bool isUnchanged = leaving.Select(layer => layer.Digest).SequenceEqual(image.Manifest.Layers.Select(layer => layer.Digest));
        return isUnchanged
            ? new OutgoingImage(names, OutgoingBlob.Of(image.Manifest.MediaType, Get(image.ManifestDigest, $"the manifest of {image.DisplayName}")), config, leaving)
            : Made(names, configBytes, leaving);
    }

    /// <summary>An image whose layers leave in another form than they came in: with a manifest that says so.</summary>
    private static OutgoingImage Made(IReadOnlyList<string> names, byte[] configBytes, List<OutgoingBlob> layers)
    {
        List<OutgoingBlob> oci = [.. layers.Select(layer => layer with { MediaType = MediaTypes.OciFormOf(layer.MediaType) })];
        byte[] manifest = MadeManifest.Of(configBytes, oci.Select(layer => new Descriptor(layer.MediaType, layer.Digest, layer.Size)));
        return new OutgoingImage(names, OutgoingBlob.Of(MediaTypes.OciManifest, manifest), OutgoingBlob.Of(MediaTypes.OciConfig, configBytes), oci);
    }
}
