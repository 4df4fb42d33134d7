using System.CommandLine;

namespace Strata.Cli;

/// <summary>Asks before something is taken away that nobody brings back, with Docker's words.</summary>
internal static class Confirmation
{
    /// <summary>Warns, and reads a line of standard input; anything but "y" is no.</summary>
    public static bool Ask(ParseResult parse, string warning)
    {
        TextWriter output = parse.InvocationConfiguration.Output;
        output.Write($"WARNING! {warning}\nAre you sure you want to continue? [y/N] ");
        output.Flush();
        return Question.ReadLine().Trim() is "y" or "Y";
    }
}
