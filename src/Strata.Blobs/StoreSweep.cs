using Strata.Linux;

namespace Strata.Blobs;

/// <summary>Takes away what is not marked. What relies on others goes first, durably, so that a power cut leaves at worst objects that nothing needs.</summary>
public static class StoreSweep
{
    /// <summary>Sweeps <paramref name="store"/>, which the caller holds alone since before it computed <paramref name="marks"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="guard"/> does not hold the store alone.</exception>
    public static SweepResult Run(BlobStore store, StoreGuard guard, StoreMarks marks)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(guard);
        ArgumentNullException.ThrowIfNull(marks);
        if (!guard.IsExclusive)
        {
            throw new ArgumentException("a sweep needs the store alone", nameof(guard));
        }

        long bytes = 0;
        int chains = SweepFolder(store.Chains, marks.Chains, ref bytes);
        int recipes = SweepFolder(store.Recipes, marks.Recipes, ref bytes);
        int blobs = SweepFolder(store.Blobs.Files, marks.Blobs, ref bytes);
        int objects = SweepObjects(store.Objects, marks.Objects, ref bytes);
        StagingFolder.SweepLeftovers(store.Staging);
        return new SweepResult(recipes, chains, blobs, objects, bytes);
    }

    private static int SweepFolder(DigestFolder folder, HashSet<Digest> marks, ref long bytes)
    {
        int removed = 0;
        foreach (Digest digest in folder.List())
        {
            if (!marks.Contains(digest))
            {
                bytes += folder.Remove(digest);
                removed++;
            }
        }

        if (removed > 0)
        {
            folder.Sync();
        }

        return removed;
    }

    private static int SweepObjects(ObjectFolder objects, HashSet<Digest> marks, ref long bytes)
    {
        int removed = 0;
        Span<byte> path = stackalloc byte[ObjectPath.Length];
        foreach (Digest digest in objects.List())
        {
            if (!marks.Contains(digest))
            {
                ObjectPath.Write(digest, path);
                if (Sys.StatAt(objects.Folder, path, out FileStat stat) == Errno.Ok)
                {
                    bytes += (long)stat.Size;
                    Sys.UnlinkAt(objects.Folder, path).OrThrow($"remove the object {digest}");
                    removed++;
                }
            }
        }

        return removed;
    }
}
