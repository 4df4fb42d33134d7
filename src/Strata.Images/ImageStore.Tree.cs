using Strata.Blobs;
using Strata.Layers;

namespace Strata.Images;

public sealed partial class ImageStore
{
    /// <summary>Which layer each path of an image comes from, and what of its layers only takes room. Reads its recipes.</summary>
    /// <param name="image">A name or an ID, as for <see cref="Resolve"/>.</param>
    public (Image Image, LayerAccount Account) Account(string image)
    {
        // Held so that nothing is removed between the list and what it leads to.
        using StoreGuard guard = blobs.Hold();
        Image found = Resolve(image);
        List<Recipe> recipes = [];
        try
        {
            foreach (Digest diffId in found.DiffIds)
            {
                recipes.Add(layers.RecipeOf(diffId));
            }

            return (found, LayerAccount.Of(recipes.Select(recipe => recipe.ReadEntries())));
        }
        finally
        {
            recipes.ForEach(recipe => recipe.Dispose());
        }
    }
}
