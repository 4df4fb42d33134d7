using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers;

/// <summary>Opens trees that are no union: a folder, or layers of the store by themselves.</summary>
internal static class PlainTrees
{
    /// <summary>A folder as it is: an upper over nothing.</summary>
    /// <param name="blobs">The store, for its staging folder.</param>
    /// <param name="folder">The folder; owned from now on.</param>
    public static UnionScan OfFolder(BlobStore blobs, FileFd folder)
    {
        try
        {
            return new UnionScan(LowerOf(blobs, []), folder, default, OverlayXattrs.Trusted);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>A layer by itself: what it deletes of others is not seen.</summary>
    /// <exception cref="RecipeException">It is damaged.</exception>
    public static UnionScan OfLayer(BlobStore blobs, Recipe recipe) => new(LowerOf(blobs, recipe.ReadEntries()), default, default, OverlayXattrs.Trusted);

    /// <summary>A chain image that nobody else sees: its file has lost its name before this returns.</summary>
    private static ChainLower LowerOf(BlobStore blobs, IEnumerable<LayerEntry> entries)
    {
        using StagingBatch batch = blobs.BeginBatch();
        using StagedFile file = batch.CreateFile();
        ChainImageWriter.Write([entries], file.File);
        Sys.OpenAt(FileFd.WorkingDirectory, ProcFd.PathOf(file.File), OpenFlags.ReadOnly, out FileFd image).OrThrow("open a tree in the staging folder");
        using (image)
        {
            return new ChainLower(ChainImage.Open(image), blobs.Objects, new InodeNumbers());
        }
    }
}
