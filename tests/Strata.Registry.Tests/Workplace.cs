using Strata.Blobs;
using Strata.Images;
using Strata.Images.Registry;
using Strata.Layers;

namespace Strata.Registry.Tests;

/// <summary>A folder for one test with a store in it, gone afterwards.</summary>
internal sealed class Workplace : IDisposable
{
    public Workplace()
    {
        Folder = Directory.CreateTempSubdirectory("strata-registry-").FullName;
        Blobs = BlobStore.Open(StorePath);
        Layers = new LayerStore(Blobs);
        Images = new ImageStore(Blobs, Layers);
        Access = new RegistryAccess { RetryPause = TimeSpan.FromMilliseconds(5), DockerFolder = Path("docker") };
    }

    public string Folder { get; }

    public string StorePath => Path("store");

    public BlobStore Blobs { get; }

    public LayerStore Layers { get; }

    public ImageStore Images { get; }

    public ProgressLog Progress { get; } = new();

    /// <summary>Retries soon, and keeps credentials in this folder.</summary>
    public RegistryAccess Access { get; set; }

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public PulledImage Pull(string name, string? platform = null, CancellationToken cancellation = default) => Images.Pull(
        ImageReference.Parse(name), new PullOptions { Access = Access, Platform = platform is null ? null : Platform.Parse(platform) }, Progress, cancellation);

    public PushedImage Push(string image, string destination) =>
        Images.Push(image, ImageReference.Parse(destination), Access, Progress, CancellationToken.None);

    /// <summary>The tar of a layer, as it comes out of the store.</summary>
    public byte[] TarOf(Digest diffId)
    {
        Layers.OpenRecipe(diffId, out Recipe? recipe);
        using (recipe)
        {
            using MemoryStream tar = new();
            LayerTarWriter.Write(recipe!, Blobs.Objects, tar);
            return tar.ToArray();
        }
    }

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
