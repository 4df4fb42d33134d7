using Strata.Blobs;

namespace Strata.Layers;

/// <summary>A layer to be taken into the store, and what its image promises about it.</summary>
public sealed record LayerImport
{
    /// <summary>The layer as it comes: a tar, plain or compressed by gzip or zstd, recognised by its first bytes. Read once, from where it stands to its end; not disposed.</summary>
    public required Stream Content { get; init; }

    /// <summary>The digest of those bytes, where the manifest says it.</summary>
    public Digest? BlobDigest { get; init; }

    /// <summary>How many bytes they are, where the manifest says it: more are not read.</summary>
    public long? BlobSize { get; init; }

    /// <summary>The digest of the uncompressed tar, as the image's configuration has it.</summary>
    public Digest? DiffId { get; init; }

    /// <summary>Whether what lies in the store for this layer is known to be damaged: it is read, and replaced where it is wrong.</summary>
    public bool Restores { get; init; }

    /// <summary>Bytes of the uncompressed tar, where something promises it; otherwise <see cref="DefaultMaxTarSize"/> bounds it.</summary>
    public long? MaxTarSize { get; init; }

    /// <summary>
    /// Whether the bytes are kept as they came, as a blob of the store, beside the layer. Not where they are the plain tar,
    /// which the store can give out anyway.
    /// </summary>
    public bool KeepBlob { get; init; }

    /// <summary>Told how many bytes of <see cref="Content"/> have been read so far, from the thread that reads them; it must be quick.</summary>
    public Action<long>? Progress { get; init; }

    /// <summary>
    /// The largest tar that a blob of <paramref name="blobSize"/> bytes may become without a promise: 1 GiB and 1,032 times
    /// the blob, which is the most that DEFLATE can do. Only zstd goes beyond, and only for contents that nobody ships.
    /// </summary>
    public static long DefaultMaxTarSize(long blobSize) => (1L << 30) + (Math.Min(blobSize, long.MaxValue / 2048) * 1032);
}
