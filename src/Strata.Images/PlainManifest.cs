using System.Text.Json;
using Strata.Blobs;

namespace Strata.Images;

/// <summary>
/// Makes an OCI manifest for an image that came without one: its layers as plain tars, whose digests are the diff IDs. Such
/// layers are exactly what the store can give out again, and the same image always gets the same manifest.
/// </summary>
internal static class PlainManifest
{
    /// <summary>Makes the manifest.</summary>
    /// <param name="config">The bytes of the configuration.</param>
    /// <param name="layers">Diff ID and bytes of each layer's tar, the lowest first.</param>
    public static byte[] Make(ReadOnlySpan<byte> config, IEnumerable<(Digest DiffId, long TarSize)> layers)
    {
        ManifestJson manifest = new()
        {
            SchemaVersion = 2,
            MediaType = MediaTypes.OciManifest,
            Config = Json(MediaTypes.OciConfig, Digest.Of(config), config.Length),
            Layers = [.. layers.Select(layer => Json(MediaTypes.OciLayer, layer.DiffId, layer.TarSize))],
        };
        return JsonSerializer.SerializeToUtf8Bytes(manifest, DocumentJson.Default.ManifestJson);
    }

    private static DescriptorJson Json(string mediaType, Digest digest, long size) =>
        new() { MediaType = mediaType, Digest = digest.ToString(), Size = size };
}
