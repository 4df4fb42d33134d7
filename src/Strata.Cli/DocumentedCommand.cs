using System.CommandLine;

namespace Strata.Cli;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, a sentence.</param>
/// <param name="examples">Command lines as one would type them, at least one.</param>
internal sealed class DocumentedCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines as one would type them.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>
    /// Whether options end at the first argument, as in <c>run [OPTION…] IMAGE [COMMAND…]</c>: what follows it belongs to
    /// the container's command, however it looks.
    /// </summary>
    public bool OptionsEndAtFirstArgument { get; init; }
}
