using System.Text.Json;
using Strata.Blobs;

namespace Strata.Images;

/// <summary>Makes an OCI manifest for an image that has none, or whose layers leave in another form than its own manifest says.</summary>
internal static class MadeManifest
{
    /// <summary>
    /// Makes the manifest of an image whose layers are plain tars: exactly what the store can give out again, and the same
    /// image always gets the same.
    /// </summary>
    /// <param name="config">The bytes of the configuration.</param>
    /// <param name="layers">Diff ID and bytes of each layer's tar, the lowest first.</param>
    public static byte[] OfPlainLayers(ReadOnlySpan<byte> config, IEnumerable<(Digest DiffId, long TarSize)> layers) =>
        Of(config, layers.Select(layer => new Descriptor(MediaTypes.OciLayer, layer.DiffId, layer.TarSize)));

    /// <summary>Makes the manifest.</summary>
    /// <param name="config">The bytes of the configuration.</param>
    /// <param name="layers">The layers' blobs, the lowest first.</param>
    public static byte[] Of(ReadOnlySpan<byte> config, IEnumerable<Descriptor> layers)
    {
        ManifestJson manifest = new()
        {
            SchemaVersion = 2,
            MediaType = MediaTypes.OciManifest,
            Config = Json(new Descriptor(MediaTypes.OciConfig, Digest.Of(config), config.Length)),
            Layers = [.. layers.Select(Json)],
        };
        return JsonSerializer.SerializeToUtf8Bytes(manifest, DocumentJson.Default.ManifestJson);
    }

    private static DescriptorJson Json(Descriptor blob) => new() { MediaType = blob.MediaType, Digest = blob.Digest.ToString(), Size = blob.Size };
}
