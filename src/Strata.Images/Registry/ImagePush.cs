using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Images.Registry;

/// <summary>
/// Brings one image to a registry. A layer goes as the manifest has it wherever that can be: it is there already, in another
/// repository, kept in the store, or a plain tar. Otherwise it goes compressed anew, and the manifest is written anew for
/// it; the configuration, and so the image's ID, stays.
/// </summary>
internal sealed class ImagePush
{
    private const int AtOnce = 3;
    private const int MostOthers = 3; // each that does not have it costs a request

    /// <summary>How the image is brought there.</summary>
    public required RegistryClient Client { get; init; }

    /// <summary>The repository as the registry calls it.</summary>
    public required string Repository { get; init; }

    /// <summary>The layers' store.</summary>
    public required LayerStore Layers { get; init; }

    /// <summary>What is remembered of earlier pushes.</summary>
    public required Transfers Transfers { get; init; }

    /// <summary>Other repositories of the same registry that may have a layer, by its diff ID.</summary>
    public required Func<Digest, IEnumerable<string>> OthersWith { get; init; }

    /// <summary>Hears how it goes.</summary>
    public required ILoadProgress Progress { get; init; }

    /// <summary>Breaks it off.</summary>
    public required CancellationToken Cancellation { get; init; }

    /// <summary>Sends the layers that are not there; the manifest that stands for them.</summary>
    /// <param name="image">The image.</param>
    /// <param name="manifest">The manifest's bytes.</param>
    /// <param name="isOurs">Whether the manifest is only the store's own, whose digests nobody knows.</param>
    public byte[] SendLayers(Image image, byte[] manifest, bool isOurs)
    {
        List<(int At, Digest DiffId)> distinct = [.. image.DiffIds.Select((diffId, at) => (at, diffId)).DistinctBy(layer => layer.diffId)];
        Progress.Begin([.. distinct.Select(layer => (NameOf(layer.DiffId), image.Manifest.Layers[layer.At].Size))]);
        Descriptor?[] sent = new Descriptor?[image.DiffIds.Count];
        using CancellationTokenSource brokenOff = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Exception? failure = null;
        _ = Parallel.ForEach(distinct, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, (layer, loop) =>
        {
            try
            {
                sent[layer.At] = Send(image.Manifest.Layers[layer.At], layer.DiffId, isOurs, brokenOff.Token);
            }
            catch (Exception e)
            {
                // What the others say after this is only that they were broken off.
                _ = Interlocked.CompareExchange(ref failure, e, null);
                loop.Stop();
                brokenOff.Cancel();
                Client.BreakOff();
            }
        });
        if (failure is not null)
        {
            Cancellation.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(failure);
        }

        Dictionary<Digest, Descriptor> byDiffId = distinct.ToDictionary(layer => layer.DiffId, layer => sent[layer.At]!);
        return Rewritten(image, manifest, [.. image.DiffIds.Select(diffId => byDiffId[diffId])]);
    }

    private static string NameOf(Digest diffId) => diffId.Hex[..Image.ShortLength];

    /// <summary>The same bytes where all layers went as they are described.</summary>
    private static byte[] Rewritten(Image image, byte[] manifest, List<Descriptor> layers)
    {
        if (layers.Select(layer => layer.Digest).SequenceEqual(image.Manifest.Layers.Select(layer => layer.Digest)))
        {
            return manifest;
        }

        JsonNode json = JsonNode.Parse(manifest)!;
        JsonArray array = json["layers"]!.AsArray();
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i].Digest != image.Manifest.Layers[i].Digest)
            {
                // Without its annotations: what they say (a table of contents in the blob, for instance) is true of the old bytes.
                array[i] = new JsonObject { ["mediaType"] = layers[i].MediaType, ["digest"] = layers[i].Digest.ToString(), ["size"] = layers[i].Size };
            }
        }

        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
        {
            json.WriteTo(writer);
        }

        return bytes.ToArray();
    }

    private Descriptor Send(Descriptor layer, Digest diffId, bool isOurs, CancellationToken cancellation)
    {
        if (!isOurs && (Is(layer.Digest, diffId, out Uri? upload) || TrySendAsItIs(layer, diffId, upload, cancellation)))
        {
            return layer;
        }

        string mediaType = MediaTypes.GzipOf(layer.MediaType);
        if (Transfers.Recall(diffId) is { } before && Is(before.Blob, diffId, out _))
        {
            return new Descriptor(mediaType, before.Blob, before.Size);
        }

        using LayerBlob blob = LayerBlob.Make(Layers, diffId, isCompressed: true, cancellation);
        Transfers.Remember(diffId, blob.Digest, blob.Size);
        if (!Is(blob.Digest, diffId, out upload))
        {
            Upload(blob.Digest, blob.File, blob.Size, diffId, upload);
        }

        return new Descriptor(mediaType, blob.Digest, blob.Size);
    }

    /// <summary>Sends what the manifest describes, where the store has exactly those bytes: a blob that was kept, or the tar itself.</summary>
    private bool TrySendAsItIs(Descriptor layer, Digest diffId, Uri? upload, CancellationToken cancellation)
    {
        if (Layers.Blobs.Blobs.Files.Open(layer.Digest, out FileFd kept) == Errno.Ok)
        {
            using (kept)
            {
                // A cut or grown one would be refused by the registry at its end; what it was made of is there.
                Sys.FStat(kept, out FileStat stat).OrThrow($"look at blob {layer.Digest}");
                if (stat.Size != (ulong)layer.Size)
                {
                    return false;
                }

                Upload(layer.Digest, kept, layer.Size, diffId, upload);
                return true;
            }
        }

        if (layer.Digest != diffId)
        {
            return false;
        }

        using LayerBlob tar = LayerBlob.Make(Layers, diffId, isCompressed: false, cancellation);
        Upload(tar.Digest, tar.File, tar.Size, diffId, upload);
        return true;
    }

    /// <summary>Whether the registry has the blob, or has taken it over from another repository.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="diffId">The layer, for messages.</param>
    /// <param name="upload">Where else to send it; null where that is still to be asked.</param>
    private bool Is(Digest blob, Digest diffId, out Uri? upload)
    {
        upload = null;
        if (Client.HasBlob(Repository, blob))
        {
            Progress.AlreadyExists(NameOf(diffId));
            return true;
        }

        foreach (string other in OthersWith(diffId).Take(MostOthers))
        {
            upload = Client.BeginUpload(Repository, blob, other);
            if (upload is null)
            {
                Progress.MountedFrom(NameOf(diffId), other);
                return true;
            }
        }

        return false;
    }

    private void Upload(Digest blob, FileFd file, long size, Digest diffId, Uri? upload)
    {
        string name = NameOf(diffId);
        new BlobUpload(Client, Repository, blob, file, size, sent => Progress.Advanced(name, sent)).Run(upload);
        Progress.Loaded(name);
    }
}
