namespace Strata.Containers;

/// <summary>An image to be made of what was changed.</summary>
public sealed record CommitRequest
{
    /// <summary>The container whose changes are meant; null where an upper folder is given.</summary>
    public string? Container { get; init; }

    /// <summary>An upper folder, in overlayfs's format.</summary>
    public string? Upper { get; init; }

    /// <summary>Its work folder, where hard links of copied-up files are to be known; null for none.</summary>
    public string? Work { get; init; }

    /// <summary>The image that the upper folder lies over.</summary>
    public string? Base { get; init; }

    /// <summary>Whether the upper folder's marks begin with <c>user.overlay.</c>, as in a user namespace.</summary>
    public bool UserXattrs { get; init; }

    /// <summary>Whether a container that runs stands still while it is read.</summary>
    public bool Pauses { get; init; } = true;

    /// <summary>The image's name; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>Who made it; may be empty.</summary>
    public string Author { get; init; } = "";

    /// <summary>A remark; may be empty.</summary>
    public string Message { get; init; } = "";

    /// <summary>Instructions of a Dockerfile that change the configuration.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}
