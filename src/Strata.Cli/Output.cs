using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Strata.Cli;

/// <summary>Prints what a command found out: for people or as JSON.</summary>
internal static class Output
{
    /// <summary>Prints <paramref name="value"/> and gives exit code 0.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="value">What to print.</param>
    /// <param name="json">Whether as JSON.</param>
    /// <param name="type">Its shape as JSON.</param>
    /// <param name="text">Its form for people, with line ends.</param>
    public static int Write<T>(ParseResult parse, T value, bool json, JsonTypeInfo<T> type, Func<T, string> text)
    {
        parse.InvocationConfiguration.Output.Write(json ? JsonSerializer.Serialize(value, type) + "\n" : text(value));
        return ExitCode.Ok;
    }
}
