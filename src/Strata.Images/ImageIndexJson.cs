namespace Strata.Images;

/// <summary>The store's list of images, <c>images.json</c>: see docs/formats/images.md.</summary>
internal sealed class ImageIndexJson
{
    public int Version { get; set; }

    public List<ImageRecordJson> Images { get; set; } = [];
}
