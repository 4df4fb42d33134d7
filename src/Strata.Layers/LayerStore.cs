using Strata.Blobs;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>The layers of a store: taken in, given out as entries or tar, merged to chain images. Safe to use from several threads and processes.</summary>
/// <param name="blobs">The store; not disposed.</param>
public sealed class LayerStore(BlobStore blobs)
{
    /// <summary>The store below.</summary>
    public BlobStore Blobs => blobs;

    /// <summary>Whether the store has the layer, and it is not known to be damaged. Only a <see cref="BlobStore.Hold"/> keeps it there.</summary>
    public bool IsKnown(in Digest diffId) => blobs.Recipes.Contains(diffId) && !IsDamaged(diffId);

    /// <summary>Whether a check has found the layer damaged, and nothing has restored it since: <see cref="LayerImport.Restores"/> does.</summary>
    public bool IsDamaged(in Digest diffId) => blobs.Damaged.Contains(diffId);

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
    /// it is not there or its first block is damaged, on the disk before anyone sees it. Only a <see cref="BlobStore.Hold"/> keeps its objects.
    /// </summary>
    /// <exception cref="StoreException">The store does not have one of the layers.</exception>
    /// <exception cref="RecipeException">A recipe is damaged.</exception>
    /// <exception cref="ChainMergeException">The layers contradict each other.</exception>
    public FileFd EnsureChain(IReadOnlyList<Digest> diffIds) => EnsureChain(ChainId.Of(diffIds), () => diffIds);

    /// <summary>The same by its chain ID; the layers are asked for only where it has to be built.</summary>
    public FileFd EnsureChain(Digest chainId, Func<IReadOnlyList<Digest>> diffIds)
    {
        ArgumentNullException.ThrowIfNull(diffIds);
        bool isThere = blobs.OpenChain(chainId, out FileFd image) == Errno.Ok;
        if (isThere)
        {
            if (ChainImage.IsIntact(image))
            {
                return image;
            }

            image.Dispose();
        }

        BuildChain(diffIds(), restores: isThere);
        blobs.OpenChain(chainId, out image).OrThrow($"open the chain image {chainId}");
        return image;
    }

    /// <summary>Builds the chain image of these layers, in place of one that is there if it <paramref name="restores"/> it.</summary>
    /// <exception cref="StoreException">The store does not have one of the layers.</exception>
    /// <exception cref="RecipeException">A recipe is damaged.</exception>
    /// <exception cref="ChainMergeException">The layers contradict each other.</exception>
    public void BuildChain(IReadOnlyList<Digest> diffIds, bool restores)
    {
        List<Recipe> recipes = [];
        try
        {
            foreach (Digest diffId in diffIds)
            {
                Errno error = OpenRecipe(diffId, out Recipe? recipe);
                recipes.Add(recipe ?? throw new StoreException($"the store has no layer {diffId}: {error.Message()}"));
            }

            blobs.PublishChain(ChainId.Of(diffIds), file => ChainImageWriter.Write([.. recipes.Select(r => r.ReadEntries())], file), restores);
        }
        finally
        {
            recipes.ForEach(r => r.Dispose());
        }
    }

    /// <summary>
    /// Takes away every layer, chain image and blob that is not marked, and every object that no marked layer needs.
    /// The caller holds the store alone since before it made the marks, whose objects are added here. Where a marked recipe
    /// cannot be read all objects stay: its chain image may still show them.
    /// </summary>
    public SweepResult Sweep(StoreGuard guard, StoreMarks marks, StoreTrash trash)
    {
        ArgumentNullException.ThrowIfNull(marks);
        foreach (Digest diffId in marks.Recipes)
        {
            marks.AreObjectsKnown &= TryMarkObjects(diffId, marks.Objects);
        }

        SweepResult swept = StoreSweep.Run(blobs, guard, marks, trash);
        foreach (Digest diffId in blobs.Damaged.List())
        {
            if (!marks.Recipes.Contains(diffId))
            {
                blobs.Damaged.Remove(diffId);
            }
        }

        return swept;
    }

    private bool TryMarkObjects(in Digest diffId, HashSet<Digest> objects)
    {
        try
        {
            if (OpenRecipe(diffId, out Recipe? recipe) != Errno.Ok)
            {
                return false;
            }

            using (recipe)
            {
                objects.UnionWith(recipe!.Objects.Select(o => o.Digest));
                return true;
            }
        }
        catch (RecipeException)
        {
            return false;
        }
    }
}
