using System.Runtime.ExceptionServices;
using Strata.Blobs;
using Strata.Layers;

namespace Strata.Images;

/// <summary>
/// Brings in the layers of images, each once, several at a time. The first failure breaks off the others.
/// </summary>
internal sealed class LayerLoad : IDisposable
{
    private readonly LayerStore layers;
    private readonly IImageFiles files;
    private readonly ILoadProgress progress;
    private readonly CancellationTokenSource brokenOff;
    private readonly bool keepBlobs;
    private readonly List<SourceLayer> wanted = [];
    private Exception? failure;
    private int taken;

    private LayerLoad(LayerStore layers, IImageFiles files, ILoadProgress progress, bool keepBlobs, CancellationToken cancellation)
    {
        this.keepBlobs = keepBlobs;
        this.layers = layers;
        this.files = files;
        this.progress = progress;
        brokenOff = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>Brings in what the store does not have; also the blobs as they are where they are to be kept.</summary>
    public static void Run(
        LayerStore layers,
        IImageFiles files,
        IReadOnlyList<SourceImage> images,
        ILoadProgress progress,
        bool keepBlobs,
        CancellationToken cancellation)
    {
        using LayerLoad load = new(layers, files, progress, keepBlobs, cancellation);
        using CancellationTokenRegistration waiting = load.brokenOff.Token.Register(files.BreakOff);
        load.FindWanted(images);
        load.Run();
        cancellation.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public void Dispose() => brokenOff.Dispose();

    private void FindWanted(IReadOnlyList<SourceImage> images)
    {
        List<SourceLayer> all = [.. images.SelectMany(image => image.Layers).DistinctBy(layer => layer.DiffId)];
        Dictionary<Digest, long> sizes = all.ToDictionary(layer => layer.DiffId, SizeOf);
        progress.Begin([.. all.Select(layer => (NameOf(layer), sizes[layer.DiffId]))]);
        foreach (SourceLayer layer in all)
        {
            // A blob that is to be kept is read even if its layer is known: only that shows that it is of this layer.
            if (layers.IsKnown(layer.DiffId) && !(IsKept(layer) && !layers.Blobs.Blobs.Contains(layer.Blob!.Digest)))
            {
                progress.AlreadyExists(NameOf(layer));
            }
            else
            {
                wanted.Add(layer);
            }
        }

        // The largest first: a large one that begins last would run alone at the end.
        wanted.Sort((a, b) => sizes[b.DiffId].CompareTo(sizes[a.DiffId]));
    }

    private void Run()
    {
        List<Thread> others = [];
        for (int i = 1; i < Math.Min(wanted.Count, files.AtOnce); i++)
        {
            Thread thread = new(Work) { Name = "layer" };
            thread.Start();
            others.Add(thread);
        }

        Work();
        others.ForEach(thread => thread.Join());
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void Work()
    {
        try
        {
            int at;
            while (!brokenOff.IsCancellationRequested && (at = Interlocked.Increment(ref taken) - 1) < wanted.Count)
            {
                ImportWithCare(wanted[at]);
            }
        }
        catch (Exception e)
        {
            // What the others say after this is only that they were broken off.
            _ = Interlocked.CompareExchange(ref failure, e, null);
            brokenOff.Cancel();
        }
    }

    private void ImportWithCare(SourceLayer layer)
    {
        bool isIn = false;
        while (!isIn)
        {
            try
            {
                Import(layer);
                isIn = true;
            }
            catch (LayerException)
            {
                // Not in a filter: that would run while the stream still holds what is to be thrown away.
                if (!files.Discard(layer.Path))
                {
                    throw;
                }
            }
            catch (IOException e) when (e.InnerException is ImageException)
            {
                // Why the source gave nothing more says it better than that the layer cannot be read.
                ExceptionDispatchInfo.Throw(e.InnerException);
            }
        }
    }

    private void Import(SourceLayer layer)
    {
        string name = NameOf(layer);
        using Stream content = Open(layer);
        LayerImport import = new()
        {
            Content = content,
            BlobDigest = layer.Blob?.Digest,
            BlobSize = layer.Blob?.Size,
            DiffId = layer.DiffId,
            Restores = layers.IsDamaged(layer.DiffId),
            KeepBlob = IsKept(layer),
            Progress = read => progress.Advanced(name, read),
        };
        layers.Import(import, brokenOff.Token);
        progress.Loaded(name);
    }

    private bool IsKept(SourceLayer layer) => keepBlobs && layer.Blob is { } blob && blob.Digest != layer.DiffId;

    private Stream Open(SourceLayer layer)
    {
        Stream stream = files.Open(layer.Path) ?? throw new ImageException($"layer {NameOf(layer)} is missing: there is no {layer.Path}");
        if (layer.Blob is { } blob && blob.Size != stream.Length)
        {
            stream.Dispose();
            throw new ImageException($"layer {NameOf(layer)} has {stream.Length} bytes where {blob.Size} were promised");
        }

        return stream;
    }

    private long SizeOf(SourceLayer layer)
    {
        if (layer.Blob is { } blob)
        {
            return blob.Size;
        }

        using Stream? stream = files.Open(layer.Path);
        return stream?.Length ?? 0;
    }

    private static string NameOf(SourceLayer layer) => (layer.Blob?.Digest ?? layer.DiffId).Hex[..Image.ShortLength];
}
