namespace Strata.Images;

/// <summary>An image configuration as read: config.md of the image specification; unknown fields are ignored.</summary>
internal sealed class ConfigJson
{
    public string? Created { get; set; }

    public string? Author { get; set; }

    public string? Architecture { get; set; }

    public string? Os { get; set; }

    public string? Variant { get; set; }

    public ContainerConfigJson? Config { get; set; }

    public RootFsJson? Rootfs { get; set; }

    public List<HistoryJson>? History { get; set; }
}
