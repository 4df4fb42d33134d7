namespace Strata.Images;

/// <summary>An OCI image layout, image-layout.md of the image specification: the images that its index names.</summary>
internal static class OciLayout
{
    /// <summary>Where it lists its images.</summary>
    public const string IndexPath = "index.json";

    /// <summary>The standard annotation with an image's name in the layout, mostly a bare tag.</summary>
    public const string RefName = "org.opencontainers.image.ref.name";

    /// <summary>containerd's annotation with an image's whole name.</summary>
    public const string ContainerdName = "io.containerd.image.name";


    /// <summary>Whether the files are a layout.</summary>
    public static bool Matches(IImageFiles files)
    {
        using Stream? index = files.Open(IndexPath);
        return index is not null;
    }

    /// <summary>Reads the images.</summary>
    /// <param name="files">The layout.</param>
    /// <param name="wanted">The only reference wanted; null for all that have a name, or where none has one, for all.</param>
    public static IReadOnlyList<SourceImage> Read(IImageFiles files, string? wanted)
    {
        byte[] bytes = files.Find(IndexPath) ?? throw new ImageException($"there is no {IndexPath}");
        IReadOnlyList<Descriptor> entries = Documents.ReadIndex(bytes, MediaTypes.OciIndex, IndexPath);
        PlatformChoice choice = new(Platform.ThisMachine, files.Read);
        bool anyNamed = entries.Any(entry => NameOf(entry) is not null);
        List<SourceImage> images = [];
        foreach (IGrouping<string, Descriptor> group in entries.GroupBy(KeyOf))
        {
            string? name = NameOf(group.First());
            if (wanted is null ? name is not null || !anyNamed : Answers(group.First(), name, wanted))
            {
                Descriptor manifest = choice.Choose([.. group], name ?? group.Key);
                images.Add(ReadImage(files, manifest, name is null ? [] : [name]));
            }
        }

        if (images.Count == 0)
        {
            string there = string.Join(", ", entries.Select(e => e.Annotations.GetValueOrDefault(RefName) ?? e.Digest.ToString()));
            throw new ImageException(
                there.Length == 0 ? "the layout has no images" : $"the layout has no image \"{wanted}\"; it has {there}");
        }

        return images;
    }

    /// <summary>Entries of one name are one image for several platforms; those without a name stand alone.</summary>
    private static string KeyOf(Descriptor entry) => NameOf(entry) ?? entry.Digest.ToString();

    /// <summary>containerd and Docker write the whole name into an annotation of their own and a bare tag into the standard one.</summary>
    private static string? NameOf(Descriptor entry)
    {
        string? text = entry.Annotations.GetValueOrDefault(ContainerdName) ?? entry.Annotations.GetValueOrDefault(RefName);
        return string.IsNullOrEmpty(text) ? null : ImageReference.Parse(text).Name;
    }

    private static bool Answers(Descriptor entry, string? name, string wanted) =>
        entry.Annotations.GetValueOrDefault(RefName) == wanted
        || entry.Digest.ToString() == wanted
        || (name is not null && ImageReference.TryParse(wanted, out ImageReference? reference, out _) && reference.Name == name);

    private static SourceImage ReadImage(IImageFiles files, Descriptor descriptor, IReadOnlyList<string> names)
    {
        string name = names.Count > 0 ? names[0] : descriptor.Digest.ToString();
        byte[] manifestBytes = files.Read(descriptor, $"the manifest of {name}");
        Manifest manifest = Documents.ReadManifest(manifestBytes, descriptor.MediaType, $"the manifest of {name}");
        byte[] configBytes = files.Read(manifest.Config, $"the configuration of {name}");
        return SourceImage.Of(name, names, manifest, manifestBytes, configBytes);
    }
}
