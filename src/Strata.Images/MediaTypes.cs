namespace Strata.Images;

/// <summary>
/// The media types of image documents and layers: the OCI image specification 1.1, media-types.md, and Docker's image
/// manifest version 2, schema 2.
/// </summary>
public static class MediaTypes
{
    /// <summary>An OCI image manifest.</summary>
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>An OCI image index.</summary>
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";

    /// <summary>An OCI image configuration.</summary>
    public const string OciConfig = "application/vnd.oci.image.config.v1+json";

    /// <summary>An OCI layer, a plain tar.</summary>
    public const string OciLayer = "application/vnd.oci.image.layer.v1.tar";

    /// <summary>An OCI layer, compressed by gzip.</summary>
    public const string OciLayerGzip = OciLayer + "+gzip";

    /// <summary>A Docker image manifest, schema 2.</summary>
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    /// <summary>A Docker manifest list.</summary>
    public const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";

    /// <summary>A Docker image configuration.</summary>
    public const string DockerConfig = "application/vnd.docker.container.image.v1+json";

    private const string OciLayerForeign = "application/vnd.oci.image.layer.nondistributable.v1.tar";
    private const string DockerLayer = "application/vnd.docker.image.rootfs.diff.tar";
    private const string DockerLayerForeign = "application/vnd.docker.image.rootfs.foreign.diff.tar";

    /// <summary>Whether it is a manifest of one image.</summary>
    public static bool IsManifest(string mediaType) => mediaType is OciManifest or DockerManifest;

    /// <summary>Whether it is a list of manifests.</summary>
    public static bool IsIndex(string mediaType) => mediaType is OciIndex or DockerList;

    /// <summary>Whether it is an image configuration.</summary>
    public static bool IsConfig(string mediaType) => mediaType is OciConfig or DockerConfig;

    /// <summary>The media type of a layer of that kind, OCI's or Docker's, that is compressed by gzip.</summary>
    public static string GzipOf(string layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.StartsWith(DockerLayer, StringComparison.Ordinal) || layer.StartsWith(DockerLayerForeign, StringComparison.Ordinal)
            ? DockerLayer + ".gzip"
            : OciLayerGzip;
    }

    /// <summary>
    /// Whether it is a layer in the form of a tar, whatever the suffix says about compression: that is recognised by content.
    /// </summary>
    public static bool IsLayer(string mediaType)
    {
        foreach (string known in (ReadOnlySpan<string>)[OciLayer, DockerLayer, OciLayerForeign, DockerLayerForeign])
        {
            if (mediaType.StartsWith(known, StringComparison.Ordinal)
                && mediaType[known.Length..] is "" or "+gzip" or "+zstd" or ".gzip" or ".zstd")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the OCI specification calls a layer of that media type.</summary>
    internal static string OciFormOf(string layer) =>
        layer.EndsWith("gzip", StringComparison.Ordinal) ? OciLayerGzip
        : layer.EndsWith("zstd", StringComparison.Ordinal) ? OciLayer + "+zstd"
        : OciLayer;
}
