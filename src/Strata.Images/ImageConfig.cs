using Strata.Blobs;

namespace Strata.Images;

/// <summary>An image's configuration, config.md of the image specification: what a container of it starts with.</summary>
public sealed record ImageConfig
{
    /// <summary>When the image was made, where it says so.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Who made it; may be empty.</summary>
    public string Author { get; init; } = "";

    /// <summary>The architecture by Go's name, for example <c>amd64</c>.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>The operating system, <c>linux</c>.</summary>
    public string Os { get; init; } = "";

    /// <summary>User and group as in <c>user[:group]</c>, names or numbers of the image; empty is root.</summary>
    public string User { get; init; } = "";

    /// <summary>The environment, <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>The entrypoint; the command is appended to it.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>The default command, or its arguments where there is an entrypoint.</summary>
    public IReadOnlyList<string> Cmd { get; init; } = [];

    /// <summary>The working directory; empty is the root.</summary>
    public string WorkingDir { get; init; } = "";

    /// <summary>The signal that asks the container to stop, by name or number; empty is SIGTERM.</summary>
    public string StopSignal { get; init; } = "";

    /// <summary>Paths that the image wants as volumes.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>Ports that the image serves, <c>80/tcp</c>.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The diff IDs of the layers, the lowest first: SHA-256 of each layer's uncompressed tar.</summary>
    public IReadOnlyList<Digest> DiffIds { get; init; } = [];

    /// <summary>How it was made, the first step first.</summary>
    public IReadOnlyList<HistoryStep> History { get; init; } = [];
}
