using Strata.Blobs;
using Strata.Images;
using Strata.Layers;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers;

/// <summary>Finds the tree that a word of a command line means.</summary>
internal static class Trees
{
    /// <summary>
    /// A container by its name or ID, else an image, else a layer by its diff ID, else, where the word has a slash, a folder,
    /// mounted or not. The store must be held meanwhile.
    /// </summary>
    /// <exception cref="ContainerException">It is none of them.</exception>
    public static UnionScan Open(Store store, string what)
    {
        if (store.Containers.TryFind(what) is { } container)
        {
            return UnionScans.Of(store, container, store.Images.Resolve(container.ImageId));
        }

        try
        {
            return UnionScans.Of(store, store.Images.Resolve(what));
        }
        catch (ImageException e)
        {
            return OpenLayer(store, what) ?? OpenFolder(store, what)
                ?? throw new ContainerException($"\"{what}\" is neither a container nor a layer nor, with a slash in it, a folder; {e.Message}");
        }
    }

    private static UnionScan? OpenLayer(Store store, string what)
    {
        string text = what.StartsWith("sha256:", StringComparison.Ordinal) ? what : "sha256:" + what;
        if (!Digest.TryParse(text, out Digest diffId) || store.Layers.OpenRecipe(diffId, out Recipe? recipe) != Errno.Ok)
        {
            return null;
        }

        using (recipe)
        {
            return PlainTrees.OfLayer(store.Blobs, recipe!);
        }
    }

    private static UnionScan? OpenFolder(Store store, string what) =>
        what.Contains('/', StringComparison.Ordinal)
            && Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(what), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd folder) == Errno.Ok
            ? PlainTrees.OfFolder(store.Blobs, folder)
            : null;
}
