namespace Strata.Linux;

/// <summary>A program to start as a process of its own, for <see cref="Sys.Spawn"/>.</summary>
public sealed record SpawnRequest
{
    /// <summary>Path of the program.</summary>
    public required byte[] Program { get; init; }

    /// <summary>The arguments, the program's name first.</summary>
    public required IReadOnlyList<string> Args { get; init; }

    /// <summary>Descriptors that it inherits, under the same numbers. Everything else is CLOEXEC.</summary>
    public IReadOnlyList<FileFd> Inherited { get; init; } = [];

    /// <summary>Whether it is a server: a session of its own, /dev/null as standard streams.</summary>
    public bool Detached { get; init; }
}
