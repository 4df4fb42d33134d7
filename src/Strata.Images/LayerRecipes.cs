using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Images;

/// <summary>Recipes of layers that an image says are there.</summary>
internal static class LayerRecipes
{
    /// <summary>Opens a layer; the caller owns it.</summary>
    /// <exception cref="ImageException">The store does not have it.</exception>
    /// <exception cref="RecipeException">It is damaged.</exception>
    public static Recipe RecipeOf(this LayerStore layers, in Digest diffId)
    {
        Errno error = layers.OpenRecipe(diffId, out Recipe? recipe);
        return error switch
        {
            Errno.Ok => recipe!,
            Errno.ENOENT => throw new ImageException($"layer {diffId} is missing from the store: load its image again"),
            _ => throw new LinuxException(error, $"layer {diffId}"),
        };
    }
}
