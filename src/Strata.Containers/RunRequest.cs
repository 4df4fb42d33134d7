using Strata.Containers.Mounts;
using Strata.Images;
using Strata.Launch;

namespace Strata.Containers;

/// <summary>What <c>strata run</c> was asked for; what is null or empty is the image's to say.</summary>
public sealed record RunRequest
{
    /// <summary>The image: a name or an ID.</summary>
    public required string Image { get; init; }

    /// <summary>Who serves its file system.</summary>
    public MountDriver Driver { get; init; }

    /// <summary>See <see cref="MountRequest.Verify"/>.</summary>
    public bool Verify { get; init; }

    /// <summary>
    /// Whether it goes on without the command that started it: it gets no input, and its output goes to its log. The process
    /// that runs it is then a server (<see cref="ReadySignal"/>).
    /// </summary>
    public bool Detached { get; init; }

    /// <summary>The signal that asks the container to end; null is the image's.</summary>
    public string? StopSignal { get; init; }

    /// <summary>The command in place of the image's.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The container's name.</summary>
    public string? Name { get; init; }

    /// <summary>The entrypoint in place of the image's, whose command then does not count either; empty is none.</summary>
    public string? Entrypoint { get; init; }

    /// <summary>Environment, see <see cref="EnvironmentList.Resolve"/>.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>The working directory inside.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>User and group.</summary>
    public string? User { get; init; }

    /// <summary>The host name; without it the short ID, or the host's where the network is the host's.</summary>
    public string? HostName { get; init; }

    /// <summary>What goes to the container as it is.</summary>
    public ContainerSettings Settings { get; init; } = new();

    /// <summary>Refuses what cannot be, before anything is made.</summary>
    /// <exception cref="ContainerException">The message says what.</exception>
    public void Validate()
    {
        if (Name is not null)
        {
            ContainerName.Require(Name);
        }

        if (WorkingDirectory is not (null or ['/', ..]))
        {
            throw new ContainerException($"the working directory \"{WorkingDirectory}\" is not an absolute path");
        }

        if (HostName is { Length: 0 or > 63 })
        {
            throw new ContainerException("a host name has 1 to 63 characters");
        }

        if (StopSignal is not null && !SignalName.TryParse(StopSignal, out _))
        {
            throw new ContainerException($"--stop-signal {StopSignal}: expected a signal as SIGTERM or 15");
        }

        Settings.Validate();
    }

    /// <summary>The container that this asks for.</summary>
    public ContainerConfig ToConfig(Image image, string id, string name)
    {
        ImageConfig config = image.Config;
        IReadOnlyList<string> entrypoint = Entrypoint is null ? config.Entrypoint : Entrypoint.Length == 0 ? [] : [Entrypoint];
        IReadOnlyList<string> command = Command.Count > 0 || Entrypoint is not null ? Command : config.Cmd;
        string[] args = [.. entrypoint, .. command];
        if (args.Length == 0)
        {
            throw new ContainerException($"no command given, and image {image.DisplayName} has none");
        }

        string hostName = HostName ?? (Settings.HostNetwork ? Environment.MachineName : ContainerId.Short(id));
        string[] defaults = [DefaultSpec.Path, $"HOSTNAME={hostName}", .. Settings.Terminal ? (string[])["TERM=xterm"] : []];
        IReadOnlyList<string> given = [.. config.Env, .. Env];
        return new ContainerConfig
        {
            Id = id,
            Name = name,
            Image = image.DisplayName,
            ImageId = image.Id.ToString(),
            Created = DateTimeOffset.UtcNow,
            Args = args,
            Env = EnvironmentList.Merge(defaults, given),
            DefaultEnv = EnvironmentList.Without(defaults, given),
            WorkingDirectory = WorkingDirectory ?? (config.WorkingDir.Length == 0 ? "/" : config.WorkingDir),
            User = User ?? config.User,
            HostName = hostName,
            StopSignal = StopSignal ?? config.StopSignal,
            Settings = Settings,
        };
    }
}
