using System.Text.Json;

namespace Strata.Images;

/// <summary>
/// Writes images as an OCI image layout (image-layout.md of the image specification) and, where it is asked for, with the
/// <c>manifest.json</c> that makes an archive of <c>docker save</c> of it. The documents come first, so that a reader of a
/// pipe knows what follows; every blob comes once.
/// </summary>
internal static class LayoutWriter
{
    /// <summary>Writes the layout.</summary>
    /// <param name="images">The images.</param>
    /// <param name="forDocker">Whether <c>manifest.json</c> is wanted.</param>
    /// <param name="target">Takes the files; not completed.</param>
    public static void Write(IReadOnlyList<OutgoingImage> images, bool forDocker, IImageTarget target)
    {
        Put(target, "oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray());
        Put(target, OciLayout.IndexPath, JsonSerializer.SerializeToUtf8Bytes(IndexOf(images), DocumentJson.Default.ManifestJson));
        if (forDocker)
        {
            List<DockerArchiveJson> items = [.. images.Select(ItemOf)];
            Put(target, DockerArchive.ManifestPath, JsonSerializer.SerializeToUtf8Bytes(items, DocumentJson.Default.ListDockerArchiveJson));
        }

        target.AddFolder("blobs");
        target.AddFolder("blobs/sha256");
        IEnumerable<OutgoingBlob> documents = images.SelectMany(image => (OutgoingBlob[])[image.Manifest, image.Config]);
        foreach (OutgoingBlob blob in documents.Concat(images.SelectMany(image => image.Layers)).DistinctBy(blob => blob.Digest))
        {
            target.AddFile(FileBytes.PathOf(blob.Digest), blob.Size, blob.Write);
        }
    }

    private static void Put(IImageTarget target, string path, byte[] bytes) => target.AddFile(path, bytes.Length, to => to.Write(bytes));

    private static ManifestJson IndexOf(IReadOnlyList<OutgoingImage> images)
    {
        List<string> tags = [.. images.SelectMany(image => image.Names).Select(TagOf)];
        return new ManifestJson
        {
            SchemaVersion = 2,
            MediaType = MediaTypes.OciIndex,
            Manifests =
            [
                .. images.SelectMany(image => image.Names.Count == 0
                    ? [EntryOf(image, null)]
                    : image.Names.Select(name => EntryOf(image, AnnotationsOf(name, tags.Count(tag => tag == TagOf(name)) == 1)))),
            ],
        };
    }

    private static DescriptorJson EntryOf(OutgoingImage image, Dictionary<string, string>? annotations) => new()
    {
        MediaType = image.Manifest.MediaType,
        Digest = image.Manifest.Digest.ToString(),
        Size = image.Manifest.Size,
        Annotations = annotations,
    };

    /// <summary>
    /// As Docker writes them: the whole name in containerd's annotation, the bare tag in the standard one. Programs that
    /// know only the latter need it to be unique, so where two images have the same tag it is the name.
    /// </summary>
    private static Dictionary<string, string> AnnotationsOf(string name, bool isTagUnique) => new()
    {
        [OciLayout.ContainerdName] = ImageReference.Parse(name).FullName,
        [OciLayout.RefName] = isTagUnique ? TagOf(name) : name,
    };

    private static string TagOf(string name) => name[(name.LastIndexOf(':') + 1)..];

    private static DockerArchiveJson ItemOf(OutgoingImage image) => new()
    {
        Config = FileBytes.PathOf(image.Config.Digest),
        RepoTags = image.Names.Count == 0 ? null : [.. image.Names],
        Layers = [.. image.Layers.Select(layer => FileBytes.PathOf(layer.Digest))],
    };
}
