using Strata.Blobs;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>The layers of a store: taken in, given out as entries or tar, merged to chain images. Safe to use from several threads and processes.</summary>
/// <param name="blobs">The store; not disposed.</param>
public sealed class LayerStore(BlobStore blobs)
{
    /// <summary>The store below.</summary>
    public BlobStore Blobs => blobs;

    /// <summary>Whether the store has the layer. Only a <see cref="BlobStore.Hold"/> keeps it there.</summary>
    public bool IsKnown(in Digest diffId) => blobs.Recipes.Contains(diffId);

    /// <summary>
    /// Takes a layer in; it is on the disk when this returns. Blocks, and works with one further thread; several layers
    /// may be imported at once, even the same one. Memory does not depend on the layer's size.
    /// </summary>
    /// <exception cref="LayerException">The layer is malformed, hostile, or not what was promised; nothing of it is left behind.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing of it is left behind.</exception>
    public ImportedLayer Import(LayerImport import, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(import);
        return LayerImporter.Run(blobs, import, cancellation);
    }

    /// <summary>Opens a layer. ENOENT: the store does not have it.</summary>
    /// <exception cref="RecipeException">Its recipe is damaged.</exception>
    public Errno OpenRecipe(in Digest diffId, out Recipe? recipe)
    {
        recipe = null;
        Errno error = blobs.Recipes.Open(diffId, out FileFd file);
        if (error == Errno.Ok)
        {
            recipe = Recipe.Open(file);
            if (recipe.DiffId != diffId)
            {
                recipe.Dispose();
                throw new RecipeException($"the recipe of layer {diffId} is damaged: it is the one of {recipe.DiffId}");
            }
        }

        return error;
    }

    /// <summary>
    /// The chain image of these layers, bottom first, open for reading; the caller owns it. Built from their recipes where
    /// it is not there, on the disk before anyone sees it. Only a <see cref="BlobStore.Hold"/> keeps its objects.
    /// </summary>
    /// <exception cref="StoreException">The store does not have one of the layers.</exception>
    /// <exception cref="RecipeException">A recipe is damaged.</exception>
    /// <exception cref="ChainMergeException">The layers contradict each other.</exception>
    public FileFd EnsureChain(IReadOnlyList<Digest> diffIds)
    {
        Digest chainId = ChainId.Of(diffIds);
        if (blobs.OpenChain(chainId, out FileFd image) == Errno.Ok)
        {
            return image;
        }

        List<Recipe> recipes = [];
        try
        {
            foreach (Digest diffId in diffIds)
            {
                Errno error = OpenRecipe(diffId, out Recipe? recipe);
                recipes.Add(recipe ?? throw new StoreException($"the store has no layer {diffId}: {error.Message()}"));
            }

            blobs.PublishChain(chainId, file => ChainImageWriter.Write([.. recipes.Select(r => r.ReadEntries())], file));
        }
        finally
        {
            recipes.ForEach(r => r.Dispose());
        }

        blobs.OpenChain(chainId, out image).OrThrow($"open the chain image {chainId}");
        return image;
    }

    /// <summary>
    /// Takes away every layer, chain image and blob that is not marked, and every object that no marked layer needs.
    /// The caller holds the store alone since before it made the marks, whose objects are added here.
    /// </summary>
    public SweepResult Sweep(StoreGuard guard, StoreMarks marks)
    {
        ArgumentNullException.ThrowIfNull(marks);
        foreach (Digest diffId in marks.Recipes)
        {
            if (OpenRecipe(diffId, out Recipe? recipe) == Errno.Ok)
            {
                using (recipe)
                {
                    marks.Objects.UnionWith(recipe!.Objects.Select(o => o.Digest));
                }
            }
        }

        return StoreSweep.Run(blobs, guard, marks);
    }
}
