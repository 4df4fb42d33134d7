using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Images;

/// <summary>Builds an image's chain image at its load, so that its first mount finds it.</summary>
internal static class ChainBuild
{
    /// <summary>Builds the chain image of the layers, the lowest first, unless it is there. On the disk when it returns.</summary>
    public static void EnsureChain(this LayerStore layers, IReadOnlyList<Digest> diffIds)
    {
        Digest chainId = ChainId.Of(diffIds);
        if (layers.Blobs.Chains.Contains(chainId))
        {
            return;
        }

        List<Recipe> recipes = [];
        try
        {
            foreach (Digest diffId in diffIds)
            {
                Errno error = layers.OpenRecipe(diffId, out Recipe? recipe);
                error.OrThrow($"layer {diffId}");
                recipes.Add(recipe!);
            }

            layers.Blobs.PublishChain(
                chainId, file => ChainImageWriter.Write([.. recipes.Select(recipe => recipe.ReadEntries())], file));
        }
        finally
        {
            recipes.ForEach(recipe => recipe.Dispose());
        }
    }
}
