using Strata.Blobs;

namespace Strata.Layers;

/// <summary>
/// Takes one layer into the store: reads, hashes and decompresses it in one thread, hashes and parses the tar, hashes its
/// contents and writes those that are new in another. Nothing of it can be seen before all of it was checked.
/// </summary>
internal static class LayerImporter
{
    public static ImportedLayer Run(BlobStore store, LayerImport import, CancellationToken cancellation)
    {
        using StagingBatch batch = store.BeginBatch(import.Restores);
        using StagedFile? copy = import.KeepBlob ? batch.CreateFile() : null;
        using BlobReader blob = new(import, copy?.File ?? default, cancellation);
        using LayerFeed feed = new(blob, import.MaxTarSize);
        using StagedFile file = batch.CreateFile();
        using RecipeWriter recipe = new(file.File);
        TarReader tar = new(feed, recipe.Append, objectsElsewhere: false);
        EntryReader entries = new();
        while (tar.Next())
        {
            cancellation.ThrowIfCancellationRequested();
            _ = entries.Read(tar.Member);
            if (tar.Member.HasObject)
            {
                recipe.AppendObject(AddObject(tar, batch), tar.Member.Size);
            }
            else
            {
                _ = tar.TakeContent();
            }
        }

        Digest diffId = feed.FinishHash();
        if (import.DiffId is Digest expected && diffId != expected)
        {
            throw new LayerException($"the layer's tar has the digest {diffId}, the image's configuration says {expected}");
        }

        Digest blobDigest = blob.Finish();
        recipe.Finish(diffId, feed.Taken, tar.Count);
        if (copy is not null && blobDigest != diffId)
        {
            batch.PublishAlone(store.Blobs.Files, blobDigest, copy);
        }

        batch.Publish(store.Recipes, diffId, file);
        if (import.Restores)
        {
            store.Damaged.Remove(diffId);
        }

        return new ImportedLayer(diffId, blobDigest, blob.Count, feed.Taken, tar.Count, batch.NewObjects, batch.NewBytes);
    }

    // What fits in memory is hashed first, so that a content that the store has costs no write.
    private static Digest AddObject(TarReader tar, StagingBatch batch)
    {
        if (tar.Member.Size <= ByteFeed.MaxTake)
        {
            return batch.AddObject(tar.TakeObject());
        }

        using ObjectWriter writer = batch.BeginObject();
        while (true)
        {
            ReadOnlySpan<byte> piece = tar.TakeObjectPiece();
            if (piece.IsEmpty)
            {
                return writer.Finish();
            }

            writer.Write(piece);
        }
    }
}
