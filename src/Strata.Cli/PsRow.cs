using Strata.Containers;

namespace Strata.Cli;

/// <summary>A container as <c>strata ps</c> shows it.</summary>
internal sealed record PsRow(
    string Id, string Name, string Image, string ImageId, IReadOnlyList<string> Command, DateTimeOffset Created, string State, int? ExitCode, bool OutOfMemory, string Status)
{
    private const int MaxCommand = 24;

    /// <summary>The command in quotes, cut for a table.</summary>
    internal string ShortCommand => string.Join(' ', Command) is { Length: > MaxCommand } text ? $"\"{text[..(MaxCommand - 1)]}…\"" : $"\"{string.Join(' ', Command)}\"";

    /// <summary>The row of a container.</summary>
    public static PsRow Of(ContainerReport container)
    {
        ContainerConfig config = container.Config;
        ContainerState? state = container.IsRunning ? null : container.State;
        string status = state is null
            ? container.IsRunning ? $"Up, started {Age.Show(container.Running?.Started ?? config.Created, DateTimeOffset.UtcNow)}{(container.IsPaused ? " (Paused)" : "")}" : "Starting"
            : $"Exited ({state.ExitCode}) {Age.Show(state.Finished, DateTimeOffset.UtcNow)}{(state.OutOfMemory ? ", out of memory" : "")}";
        return new PsRow(
            config.Id,
            config.Name,
            config.Image,
            config.ImageId,
            config.Args,
            config.Created,
            container.IsPaused ? "paused" : container.IsRunning ? "running" : state is null ? "starting" : "exited",
            state?.ExitCode,
            state?.OutOfMemory ?? false,
            status);
    }
}
