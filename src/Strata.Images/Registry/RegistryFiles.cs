using System.Collections.Concurrent;

namespace Strata.Images.Registry;

/// <summary>One image of a registry, as the files of a layout: its layers, which come as they are read.</summary>
/// <param name="client">The registry; borrowed.</param>
/// <param name="repository">The repository as the registry calls it.</param>
/// <param name="layers">The layers.</param>
/// <param name="transfers">Where half-fetched blobs are; borrowed.</param>
internal sealed class RegistryFiles(RegistryClient client, string repository, IReadOnlyList<Descriptor> layers, Transfers transfers) : IImageFiles
{
    // A smaller one is fetched again in the time that a file for it takes.
    private const long WorthKeeping = 1 << 20;

    // As many as Docker fetches at a time, though there may be fewer processors: a layer also waits for the network.
    private const int LeastAtOnce = 3;

    private readonly ConcurrentDictionary<string, bool> resumed = new();

    public int AtOnce => Math.Max(LeastAtOnce, Environment.ProcessorCount);

    public Stream? Open(string path)
    {
        Descriptor? blob = layers.FirstOrDefault(layer => FileBytes.PathOf(layer.Digest) == path);
        if (blob is null)
        {
            return null;
        }

        PartialBlob? partial = blob.Size >= WorthKeeping ? transfers.OpenPart(blob.Digest, blob.Size) : null;
        resumed[path] = partial is { Length: > 0 };
        return new BlobDownload(client, repository, blob, partial);
    }

    /// <summary>
    /// What an earlier pull has left may have been spoilt, by a power cut for instance: then the registry is asked for the
    /// whole. What it has sent itself is not asked for again.
    /// </summary>
    public bool Discard(string path)
    {
        Descriptor blob = layers.First(layer => FileBytes.PathOf(layer.Digest) == path);
        using PartialBlob? partial = transfers.OpenPart(blob.Digest, blob.Size);
        partial?.Clear();
        return resumed.TryUpdate(path, false, true);
    }

    public void BreakOff() => client.BreakOff();

    public void Dispose()
    {
    }
}
