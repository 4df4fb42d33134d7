namespace Strata.Cli;

/// <summary>What a container of an image starts with, as Docker shows it.</summary>
internal sealed record ImageConfigReport
{
    public required string User { get; init; }

    public required IReadOnlyList<string> Env { get; init; }

    public required IReadOnlyList<string> Entrypoint { get; init; }

    public required IReadOnlyList<string> Cmd { get; init; }

    public required string WorkingDir { get; init; }

    public required string StopSignal { get; init; }

    public required IReadOnlyDictionary<string, EmptyReport> Volumes { get; init; }

    public required IReadOnlyDictionary<string, EmptyReport> ExposedPorts { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }
}
