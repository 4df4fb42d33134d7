using Strata.Blobs;
using Strata.Images;
using Strata.Union;

namespace Strata.Containers;

/// <summary>Gives root file systems out.</summary>
public static class Export
{
    /// <summary>Writes the tree of a container, an image, a layer or a folder as one tar.</summary>
    /// <param name="store">The store.</param>
    /// <param name="what">Which.</param>
    /// <param name="path">The file; null or <c>-</c> for standard output.</param>
    /// <param name="cancellation">Breaks it off: nothing is left behind.</param>
    /// <exception cref="ContainerException">There is nothing of that name.</exception>
    /// <exception cref="ImageException">The place is not fit.</exception>
    public static void Run(Store store, string what, string? path, CancellationToken cancellation)
    {
        using StoreGuard guard = store.Blobs.Hold();
        using UnionScan scan = Trees.Open(store, what);
        using OutputFile output = OutputFile.Create(path, cancellation);
        TreeTar.Write(scan.Whole(), output.Stream, cancellation);
        output.Complete();
    }
}
