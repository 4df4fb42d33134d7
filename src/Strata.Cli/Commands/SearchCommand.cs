using System.CommandLine;
using System.Globalization;
using Strata.Images.Registry;

namespace Strata.Cli.Commands;

/// <summary><c>strata search</c>.</summary>
internal static class SearchCommand
{
    private const int Description = 45; // columns, as Docker has it

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> term = new("TERM") { Description = "A part of a name; HOST/TERM to search another registry than Docker Hub" };
        Option<int> limit = new("--limit") { HelpName = "N", Description = "At most so many, 1 to 100 (by default 25)", DefaultValueFactory = static _ => 25 };
        Option<bool> noTrunc = new("--no-trunc") { Description = "Show descriptions whole" };
        FormatOption format = new();
        RegistryOptions registry = new();
        DocumentedCommand command = new("search", "Search a registry for images", "strata search debian", "strata search --limit 5 registry.example/app")
        {
            term,
            limit,
            noTrunc,
            format,
        };
        registry.AddTo(command);
        command.SetAction(parse =>
        {
            using BreakOff breakOff = new();
            IReadOnlyList<FoundImage> found = RegistrySearch.Run(
                parse.GetValue(term)!, parse.GetValue(limit), registry.AccessOf(parse), breakOff.Token);
            bool whole = parse.GetValue(noTrunc);
            return Output.Write(parse, found, format.IsJson(parse), CliJson.Default.IReadOnlyListFoundImage, rows => Table(rows, whole));
        });
        return command;
    }

    private static string Table(IReadOnlyList<FoundImage> rows, bool whole)
    {
        TextTable table = new("NAME", "DESCRIPTION", "STARS", "OFFICIAL");
        foreach (FoundImage row in rows)
        {
            string description = whole || row.Description.Length <= Description ? row.Description : row.Description[..(Description - 1)] + "…";
            table.Add(row.Name, description, row.StarCount.ToString(CultureInfo.InvariantCulture), row.IsOfficial ? "[OK]" : "");
        }

        return table.ToString();
    }
}
