namespace Strata.Linux;

/// <summary>A program to start as a process of its own, for <see cref="Sys.Spawn"/> and <see cref="Sys.SpawnOnPath"/>.</summary>
public sealed record SpawnRequest
{
    /// <summary>Path of the program, or its name.</summary>
    public required byte[] Program { get; init; }

    /// <summary>The arguments, the program's name first.</summary>
    public required IReadOnlyList<byte[]> Args { get; init; }

    /// <summary>Variables as <c>NAME=value</c> that it gets beside this process's own, or in their place: environ(7).</summary>
    public IReadOnlyList<byte[]> Variables { get; init; } = [];

    /// <summary>Descriptors that it inherits, under the same numbers. Everything else is CLOEXEC.</summary>
    public IReadOnlyList<FileFd> Inherited { get; init; } = [];

    /// <summary>What becomes its standard input; none for this process's own.</summary>
    public FileFd Input { get; init; }

    /// <summary>What becomes its standard output; none for this process's own.</summary>
    public FileFd Output { get; init; }

    /// <summary>Whether it is a server: a session of its own, which no terminal ends.</summary>
    public bool Detached { get; init; }

    /// <summary>Whether its standard streams are /dev/null; otherwise it inherits this process's.</summary>
    public bool WithoutStreams { get; init; }

    /// <summary>Arguments that are text, for <see cref="Args"/>.</summary>
    public static IReadOnlyList<byte[]> Words(params IEnumerable<string> words) => [.. words.Select(PathText.Bytes)];
}
