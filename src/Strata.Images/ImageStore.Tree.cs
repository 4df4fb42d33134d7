using Strata.Layers;

namespace Strata.Images;

public sealed partial class ImageStore
{
    /// <summary>Which layer each path of an image comes from, and what of its layers only takes room. Reads its recipes.</summary>
    public LayerAccount Account(Image image)
    {
        List<Recipe> recipes = [];
        try
        {
            foreach (Blobs.Digest diffId in image.DiffIds)
            {
                recipes.Add(OpenLayer(diffId));
            }

            return LayerAccount.Of(recipes.Select(recipe => recipe.ReadEntries()));
        }
        finally
        {
            recipes.ForEach(recipe => recipe.Dispose());
        }
    }
}
