namespace Strata.Containers;

/// <summary>A further command in a container that runs; what is null is the container's.</summary>
public sealed record ExecRequest
{
    /// <summary>The command and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Environment, see <see cref="EnvironmentList.Resolve"/>.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>The working directory inside, which must be there.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>User and group.</summary>
    public string? User { get; init; }

    /// <summary>Whether it has a terminal of its own.</summary>
    public bool Terminal { get; init; }

    /// <summary>Whether standard input reaches it.</summary>
    public bool Interactive { get; init; }

    /// <summary>Whether it goes on without the command that started it; then it has neither input nor output.</summary>
    public bool Detached { get; init; }
}
