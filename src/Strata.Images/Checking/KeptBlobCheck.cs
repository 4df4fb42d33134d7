using Strata.Blobs;
using Strata.Linux;

namespace Strata.Images.Checking;

/// <summary>Looks at the blobs of layers that were kept as they came. None needs to be there.</summary>
/// <param name="blobs">The store; borrowed.</param>
/// <param name="isDataRead">Of which layers the blob is read and hashed.</param>
internal sealed class KeptBlobCheck(BlobStore blobs, Func<Digest, bool> isDataRead)
{
    /// <summary>Those in which nothing was found wrong, by the diff ID of their layer.</summary>
    public Dictionary<Digest, Descriptor> Sound { get; } = [];

    /// <summary>Those that are wrong, with the diff IDs of their layers.</summary>
    public Dictionary<Digest, Digest> Wrong { get; } = [];

    /// <summary>Checks those that are there.</summary>
    public IEnumerable<Damage> Run(IEnumerable<StoredFile> files, ImageNeeds needs)
    {
        List<Damage> damages = [];
        foreach (StoredFile file in files)
        {
            if (!needs.LayerBlobs.TryGetValue(file.Digest, out var layer))
            {
                continue;
            }

            string? problem = file.Size != layer.Blob.Size ? $"has {file.Size} bytes where {layer.Blob.Size} were promised"
                : isDataRead(layer.DiffId) && blobs.Blobs.Files.Verify(file.Digest) != Errno.Ok ? "has other bytes than its digest says, or cannot be read"
                : null;
            if (problem is null)
            {
                Sound.TryAdd(layer.DiffId, layer.Blob);
                continue;
            }

            Wrong.Add(file.Digest, layer.DiffId);
            damages.Add(new Damage(PartKind.KeptBlob, file.Digest.ToString(), problem, [layer.Image]));
        }

        return damages;
    }
}
