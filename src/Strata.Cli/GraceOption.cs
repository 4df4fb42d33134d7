using System.CommandLine;

namespace Strata.Cli;

/// <summary>The option -t of commands that stop containers.</summary>
internal sealed class GraceOption : Option<int>
{
    private const int Usual = 10;

    /// <summary>Makes the option.</summary>
    public GraceOption()
        : base("--time", "-t")
    {
        HelpName = "SECONDS";
        Description = "How long a container may take to end before it is killed (default 10; -1 is for ever)";
        DefaultValueFactory = static _ => Usual;
    }

    /// <summary>How long; null for ever.</summary>
    public TimeSpan? ValueOf(ParseResult parse) => parse.GetValue(this) is >= 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
}
