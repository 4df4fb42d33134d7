namespace Strata.Blobs;

/// <summary>Takes away what is not marked. What relies on others goes first, durably, so that a power cut leaves at worst objects that nothing needs.</summary>
public static class StoreSweep
{
    /// <summary>Sweeps <paramref name="store"/>, which the caller holds alone since before it computed <paramref name="marks"/>.</summary>
    /// <param name="store">The store.</param>
    /// <param name="guard">The hold on it.</param>
    /// <param name="marks">What is alive.</param>
    /// <param name="trash">Takes the files; the space comes back when it is disposed.</param>
    /// <exception cref="ArgumentException"><paramref name="guard"/> does not hold the store alone.</exception>
    public static SweepResult Run(BlobStore store, StoreGuard guard, StoreMarks marks, StoreTrash trash)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentNullException.ThrowIfNull(trash);
        StoreTrash.Require(guard);
        long bytes = 0;
        int chains = SweepFolder(store.Chains, marks.Chains, trash, ref bytes);
        int recipes = SweepFolder(store.Recipes, marks.Recipes, trash, ref bytes);
        int blobs = SweepFolder(store.Blobs.Files, marks.Blobs, trash, ref bytes);
        int objects = marks.AreObjectsKnown ? SweepObjects(store.Objects, marks.Objects, trash, ref bytes) : 0;
        StagingFolder.SweepLeftovers(store.Staging);
        return new SweepResult(recipes, chains, blobs, objects, bytes);
    }

    private static int SweepFolder(DigestFolder folder, HashSet<Digest> marks, StoreTrash trash, ref long bytes)
    {
        int removed = 0;
        foreach (Digest digest in folder.List())
        {
            if (!marks.Contains(digest) && folder.SizeOf(digest, out long size) == Linux.Errno.Ok && trash.Take(folder, digest))
            {
                bytes += size;
                removed++;
            }
        }

        if (removed > 0)
        {
            folder.Sync();
        }

        return removed;
    }

    private static int SweepObjects(ObjectFolder objects, HashSet<Digest> marks, StoreTrash trash, ref long bytes)
    {
        int removed = 0;
        foreach (Digest digest in objects.List())
        {
            if (!marks.Contains(digest) && objects.SizeOf(digest, out long size) == Linux.Errno.Ok && trash.Take(objects, digest))
            {
                bytes += size;
                removed++;
            }
        }

        return removed;
    }
}
