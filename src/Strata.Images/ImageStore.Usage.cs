using Strata.Blobs;
using Strata.Layers;

namespace Strata.Images;

public sealed partial class ImageStore
{
    /// <summary>
    /// Adds up what the images are and what they cost: reads every recipe, and walks the store's own folders. What
    /// containers have written beside them is not counted.
    /// </summary>
    public StoreUsage Usage()
    {
        // Held so that nothing is removed between the list and what it leads to.
        using StoreGuard guard = blobs.Hold();
        IReadOnlyList<Image> images = List();
        HashSet<Digest> contents = [];
        long uniqueBytes = 0;
        Dictionary<Digest, (long Bytes, long Inodes)> byLayer = [];
        foreach (Digest diffId in images.SelectMany(image => image.DiffIds).Distinct())
        {
            byLayer.Add(diffId, Measure(diffId, contents, ref uniqueBytes));
        }

        (long diskBytes, long diskInodes) = DiskUsage.Of(blobs.Root);
        return new StoreUsage
        {
            Images = images.Count,
            Layers = byLayer.Count,
            ImageBytes = images.Sum(image => image.DiffIds.Sum(diffId => byLayer[diffId].Bytes)),
            ImageInodes = images.Sum(image => image.DiffIds.Sum(diffId => byLayer[diffId].Inodes)),
            LayerBytes = byLayer.Values.Sum(layer => layer.Bytes),
            LayerInodes = byLayer.Values.Sum(layer => layer.Inodes),
            UniqueBytes = uniqueBytes,
            UniqueContents = contents.Count,
            DiskBytes = diskBytes,
            DiskInodes = diskInodes,
        };
    }

    private (long Bytes, long Inodes) Measure(in Digest diffId, HashSet<Digest> contents, ref long uniqueBytes)
    {
        using Recipe recipe = layers.RecipeOf(diffId);
        long inodes = 0;
        foreach (LayerEntry entry in recipe.ReadEntries())
        {
            inodes += entry.Kind == EntryKind.HardLink ? 0 : 1;
            if (entry is { Kind: EntryKind.File, Size: > 0 })
            {
                Digest content = entry.Size <= LayerEntry.MaxInlineContent ? Digest.Of(entry.InlineContent.Span) : entry.ContentDigest;
                uniqueBytes += contents.Add(content) ? entry.Size : 0;
            }
        }

        return (recipe.TarSize, inodes);
    }
}
