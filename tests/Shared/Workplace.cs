using Strata.Blobs;
using Strata.Images;
using Strata.Layers;

namespace Strata.Testing;

/// <summary>A folder for one test with a store in it, gone afterwards.</summary>
internal class Workplace : IDisposable
{
    public Workplace()
    {
        Folder = Directory.CreateTempSubdirectory("strata-store-").FullName;
        Blobs = BlobStore.Open(StorePath);
        Layers = new LayerStore(Blobs);
        Images = new ImageStore(Blobs, Layers);
    }

    public string Folder { get; }

    public string StorePath => Path("store");

    public BlobStore Blobs { get; }

    public LayerStore Layers { get; }

    public ImageStore Images { get; }

    public ProgressLog Progress { get; } = new();

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public IReadOnlyList<LoadedImage> Load(string path) => Images.Load(path, Progress, CancellationToken.None);

    /// <summary>Everything in the store that is there for images: nothing in an empty one.</summary>
    public IReadOnlyList<string> StoreFiles() =>
    [
        .. Directory.EnumerateFileSystemEntries(StorePath, "*", SearchOption.AllDirectories)
            .Where(path => File.Exists(path) || path.Contains("/staging/", StringComparison.Ordinal))
            .Select(path => System.IO.Path.GetRelativePath(StorePath, path))
            .Where(path => path is not ("version" or "lock" or "images.lock" or "images.json"))
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose()
    {
        Blobs.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
