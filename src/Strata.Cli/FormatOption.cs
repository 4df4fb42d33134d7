using System.CommandLine;

namespace Strata.Cli;

/// <summary>The option --format of commands whose output a script would read.</summary>
internal sealed class FormatOption : Option<string>
{
    /// <summary>Makes the option.</summary>
    public FormatOption()
        : base("--format")
    {
        HelpName = "table|json";
        Description = "How to print: a table for people (default), or one JSON document";
        DefaultValueFactory = static _ => "table";
        AcceptOnlyFromAmong("table", "json");
    }

    /// <summary>Whether JSON was asked for.</summary>
    public bool IsJson(ParseResult parse) => parse.GetValue(this) == "json";
}
