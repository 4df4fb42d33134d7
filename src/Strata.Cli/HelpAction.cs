using System.CommandLine;
using System.CommandLine.Invocation;

namespace Strata.Cli;

/// <summary>What --help does: prints <see cref="HelpText"/> of the command that it was given to.</summary>
internal sealed class HelpAction : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.Write(HelpText.Of(parseResult.CommandResult));
        return ExitCode.Ok;
    }
}
