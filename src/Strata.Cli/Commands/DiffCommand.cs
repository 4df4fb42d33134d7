using System.CommandLine;
using Strata.Containers;
using Strata.Linux;
using Strata.Union;

namespace Strata.Cli.Commands;

/// <summary><c>strata diff</c>.</summary>
internal static class DiffCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        Argument<string[]> trees = new("[A] B")
        {
            Arity = new ArgumentArity(1, 2),
            Description = "A container, to be compared with its image; or two containers, images, layers by their diff IDs, or folders (with a slash)",
        };
        FormatOption format = new();
        DocumentedCommand command = new(
            "diff",
            "Show what was added (A), changed (C) and deleted (D)",
            "strata diff web",
            "strata diff debian:12 debian:mine",
            "strata diff --format json debian:12 web")
        {
            trees,
            format,
        };
        command.SetAction(parse =>
        {
            string[] given = parse.GetRequiredValue(trees);
            using Store store = Store.Open(root.PathOf(parse));
            IReadOnlyList<DifferenceRow> rows =
                [.. Diff.Run(store, given.Length == 2 ? given[0] : null, given[^1]).Select(Row)];
            return Output.Write(
                parse, rows, format.IsJson(parse), ImageJson.Readable.IReadOnlyListDifferenceRow,
                static all => string.Concat(all.Select(row => $"{char.ToUpperInvariant(row.Kind[0])} {row.Path}\n")));
        });
        return command;
    }

    private static DifferenceRow Row(TreeDifference difference) => new(
        "/" + PathText.Show(difference.Path.Span),
        difference.Before is null ? "added" : difference.After is null ? "deleted" : "changed",
        [.. Enum.GetValues<EntryChange>().Where(change => change != EntryChange.None && difference.Changes.HasFlag(change)).Select(change => change.ToString().ToLowerInvariant())],
        InodeRow.Of(difference.Before),
        InodeRow.Of(difference.After));
}
