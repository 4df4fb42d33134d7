namespace Strata.Images;

/// <summary>
/// An archive written by <c>docker save</c>: a <c>manifest.json</c> with the path of each image's configuration and layers.
/// It says nothing of the layers' digests and sizes, only the configuration's diff IDs do; so a manifest is made for it
/// (<see cref="MadeManifest"/>).
/// </summary>
internal static class DockerArchive
{
    /// <summary>Where it lists its images.</summary>
    public const string ManifestPath = "manifest.json";

    /// <summary>Whether the files are such an archive.</summary>
    public static bool Matches(IImageFiles files)
    {
        using Stream? manifest = files.Open(ManifestPath);
        return manifest is not null;
    }

    /// <summary>Reads the images.</summary>
    /// <param name="files">The archive.</param>
    /// <param name="wanted">The only name wanted; null for all of them.</param>
    public static IReadOnlyList<SourceImage> Read(IImageFiles files, string? wanted)
    {
        byte[] bytes = files.Find(ManifestPath) ?? throw new ImageException($"there is no {ManifestPath}");
        string? only = wanted is null ? null : ImageReference.Parse(wanted).Name;
        List<SourceImage> images = [];
        foreach (DockerArchiveJson item in Documents.Read(bytes, DocumentJson.Default.ListDockerArchiveJson, ManifestPath))
        {
            List<string> names = [.. (item?.RepoTags ?? []).Select(tag => ImageReference.Parse(tag).Name).OfType<string>()];
            if (only is null || names.Contains(only))
            {
                images.Add(ReadImage(files, item!, only is null ? names : [only]));
            }
        }

        return images.Count > 0
            ? images
            : throw new ImageException(only is null ? "the archive has no images" : $"the archive has no image \"{only}\"");
    }

    private static SourceImage ReadImage(IImageFiles files, DockerArchiveJson item, IReadOnlyList<string> names)
    {
        if (item is not { Config: { } configPath, Layers: { } layers })
        {
            throw new ImageException($"{ManifestPath}: an image lacks its configuration or its layers");
        }

        string name = names.Count > 0 ? names[0] : configPath;
        byte[] configBytes = files.Find(configPath) ?? throw new ImageException($"the configuration of {name} is missing: there is no {configPath}");
        ImageConfig config = Documents.ReadConfig(configBytes, $"the configuration of {name}");
        return config.DiffIds.Count == layers.Count
            ? new SourceImage(
                names, config, configBytes, null, [.. layers.Select((path, at) => new SourceLayer(config.DiffIds[at], null, path))])
            : throw new ImageException(
                $"{name}: the archive has {layers.Count} layers, the configuration has diff IDs of {config.DiffIds.Count}");
    }
}
