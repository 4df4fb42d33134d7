using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Images.Checking;

/// <summary>What a look at one layer's recipe found.</summary>
/// <param name="DiffId">The layer.</param>
/// <param name="Objects">Its objects, as far as its table could be read.</param>
/// <param name="Problem">What is wrong with the recipe; null where nothing is.</param>
internal sealed record LayerLook(Digest DiffId, IReadOnlyList<RecipeObject> Objects, string? Problem)
{
    /// <summary>Checks the recipe: header, table, all blocks.</summary>
    public static LayerLook At(LayerStore layers, in Digest diffId)
    {
        IReadOnlyList<RecipeObject> objects = [];
        try
        {
            Errno error = layers.OpenRecipe(diffId, out Recipe? recipe);
            using (recipe)
            {
                if (recipe is null)
                {
                    return new LayerLook(diffId, objects, error == Errno.ENOENT ? "is missing" : error.Message());
                }

                objects = recipe.Objects;
                RecipeCheck.Blocks(recipe);
                return new LayerLook(diffId, objects, null);
            }
        }
        catch (IOException e)
        {
            return new LayerLook(diffId, objects, e.Message);
        }
    }

    /// <summary>Reads all of the layer, objects too; what is wrong in words, null where it is sound.</summary>
    public static string? ReadAll(LayerStore layers, in Digest diffId)
    {
        try
        {
            Errno error = layers.OpenRecipe(diffId, out Recipe? recipe);
            using (recipe)
            {
                if (recipe is null)
                {
                    return error.Message();
                }

                RecipeCheck.Tar(recipe, layers.Blobs.Objects);
                return null;
            }
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }
}
