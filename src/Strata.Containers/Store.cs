using Strata.Blobs;
using Strata.Images;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>A store with all that is in it: contents, layers, images, containers.</summary>
public sealed class Store : IDisposable
{
    private Store(BlobStore blobs)
    {
        Blobs = blobs;
        Layers = new LayerStore(blobs);
        Images = new ImageStore(blobs, Layers);
        Containers = new ContainerStore(blobs);
    }

    /// <summary>Contents by digest.</summary>
    public BlobStore Blobs { get; }

    /// <summary>Layers and their chain images.</summary>
    public LayerStore Layers { get; }

    /// <summary>Images by name.</summary>
    public ImageStore Images { get; }

    /// <summary>Containers by name and ID.</summary>
    public ContainerStore Containers { get; }

    /// <summary>The folder of the store.</summary>
    public string Path => Blobs.Path;

    /// <summary>Opens the store, makes it where there is none, and puts right what killed commands left.</summary>
    public static Store Open(string path)
    {
        Store store = new(BlobStore.Open(path));
        store.Images.Recover();
        Recovery.Sweep(store.Containers);
        return store;
    }

    /// <summary>Opens the chain image of an image, building it first where it is not there. Hold the store meanwhile.</summary>
    public FileFd OpenChain(Image image) => Layers.EnsureChain(image.ChainId, () => image.DiffIds);

    /// <inheritdoc/>
    public void Dispose()
    {
        Containers.Dispose();
        Blobs.Dispose();
    }
}
