namespace Strata.Containers;

/// <summary>An image to be made of a root file system.</summary>
public sealed record ImportRequest
{
    /// <summary>A folder, or a tar, plain or compressed by gzip or zstd; <c>-</c> for a tar on standard input.</summary>
    public required string Source { get; init; }

    /// <summary>The image's name; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>A remark; may be empty.</summary>
    public string Message { get; init; } = "";

    /// <summary>Instructions of a Dockerfile that change the configuration.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}
