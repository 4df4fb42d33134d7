using System.CommandLine;

namespace Strata.Cli.Commands;

/// <summary><c>strata history</c>.</summary>
internal static class HistoryCommand
{
    private const int MaxCommand = 45;

    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store)
    {
        FormatOption format = new();
        Argument<string> image = new("IMAGE") { Description = "A name or an ID" };
        Option<bool> noTrunc = new("--no-trunc") { Description = "Show layers and commands whole" };
        DocumentedCommand command = new(
            "history",
            "Show how an image was made: its layers, the last first, and which are shared with other images",
            "strata history base:latest",
            "strata history --format json base")
        {
            image,
            noTrunc,
            format,
        };
        command.SetAction(parse =>
        {
            using OpenedStore opened = OpenedStore.Open(store, parse);
            DateTimeOffset now = DateTimeOffset.UtcNow;
            IReadOnlyList<HistoryListRow> rows =
            [
                .. opened.Images.History(parse.GetValue(image)!).Select(row => new HistoryListRow(
                    row.DiffId?.ToString(), row.Step.Created, Age.Show(row.Step.Created, now), row.Step.CreatedBy, row.TarSize, row.SharedWith, row.Step.Comment)),
            ];
            bool whole = parse.GetValue(noTrunc);
            return Output.Write(parse, rows, format.IsJson(parse), ImageJson.Readable.IReadOnlyListHistoryListRow, all => Table(all, whole));
        });
        return command;
    }

    private static string Table(IReadOnlyList<HistoryListRow> rows, bool whole)
    {
        TextTable table = new("LAYER", "CREATED", "CREATED BY", "SIZE", "SHARED", "COMMENT");
        foreach (HistoryListRow row in rows)
        {
            string made = row.CreatedBy.ReplaceLineEndings(" ").Replace('\t', ' ');
            table.Add(
                row.DiffID is null ? ImageText.None : whole ? row.DiffID : ImageText.Short(row.DiffID),
                row.CreatedSince,
                whole || made.Length <= MaxCommand ? made : made[..(MaxCommand - 1)] + "…",
                ByteSize.Show(row.Size),
                row.DiffID is null ? "" : row.SharedWith.Count == 0 ? "own" : string.Join(", ", row.SharedWith),
                row.Comment);
        }

        return table.ToString();
    }
}
