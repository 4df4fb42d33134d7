using Strata.Blobs;
using Strata.Images;
using Strata.Images.Registry;
using Strata.Layers;
using Strata.Testing;

namespace Strata.Registry.Tests;

/// <summary>A workplace that pulls and pushes.</summary>
internal sealed class RegistryWorkplace : Workplace
{
    public RegistryWorkplace() => Access = new RegistryAccess { RetryPause = TimeSpan.FromMilliseconds(5), DockerFolder = Path("docker") };

    /// <summary>Retries soon, and keeps credentials in this folder.</summary>
    public RegistryAccess Access { get; set; }

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
}
