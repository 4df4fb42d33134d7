namespace Strata.Containers;

/// <summary>What a container was asked to be: <c>config.json</c> in its folder, written when it is made and when it is renamed.</summary>
public sealed record ContainerConfig
{
    /// <summary>Its ID, 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The image as it was named.</summary>
    public required string Image { get; init; }

    /// <summary>The image's ID, <c>sha256:…</c>.</summary>
    public required string ImageId { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Entrypoint and command.</summary>
    public required IReadOnlyList<string> Args { get; init; }

    /// <summary>The environment inside but for HOME, NAME=VALUE.</summary>
    public required IReadOnlyList<string> Env { get; init; }

    /// <summary>What of it neither the image nor the command line gave: an image that is made of the container does not have it.</summary>
    public IReadOnlyList<string> DefaultEnv { get; init; } = [];

    /// <summary>The working directory inside.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>User and group as they were given, names or numbers; empty is root.</summary>
    public required string User { get; init; }

    /// <summary>The host name inside.</summary>
    public required string HostName { get; init; }

    /// <summary>The signal that asks it to end, by number or name; empty is SIGTERM.</summary>
    public string StopSignal { get; init; } = "";

    /// <summary>What command line and container have in common.</summary>
    public ContainerSettings Settings { get; init; } = new();

    /// <summary>Path of its control group below each controller.</summary>
    public string CgroupPath => $"strata/{Id}";
}
