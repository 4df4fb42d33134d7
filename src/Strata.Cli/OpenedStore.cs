using System.CommandLine;
using Strata.Blobs;
using Strata.Containers;
using Strata.Images;
using Strata.Images.Checking;
using Strata.Layers;

namespace Strata.Cli;

/// <summary>The store that a command line means, opened with its layers and images.</summary>
internal sealed class OpenedStore : IDisposable
{
    private OpenedStore(BlobStore blobs)
    {
        Blobs = blobs;
        Layers = new LayerStore(blobs);
        Images = new ImageStore(blobs, Layers);
    }

    /// <summary>What lies on the disk.</summary>
    public BlobStore Blobs { get; }

    /// <summary>Its layers.</summary>
    public LayerStore Layers { get; }

    /// <summary>Its images.</summary>
    public ImageStore Images { get; }

    /// <summary>Everybody who uses an image.</summary>
    public IReadOnlyList<ImageUse> Uses() => ImageUsers.All(Blobs);

    /// <summary>Who uses the image of that ID; null for nobody.</summary>
    public string? UserOf(Digest image) => ImageUsers.FirstOf(Blobs, image);

    /// <summary>Opens the store, and takes away what a killed load left in it.</summary>
    public static OpenedStore Open(StoreOption option, ParseResult parse)
    {
        OpenedStore store = new(BlobStore.Open(option.PathOf(parse)));
        try
        {
            store.Images.Recover();
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens the store as it is: for a load or a pull, which goes on from where a killed one stopped and takes away what is left
    /// afterwards, and for a check, which looks at what is left.
    /// </summary>
    public static OpenedStore OpenAsItIs(StoreOption option, ParseResult parse) => new(BlobStore.Open(option.PathOf(parse)));

    /// <summary>Closes it.</summary>
    public void Dispose() => Blobs.Dispose();
}
