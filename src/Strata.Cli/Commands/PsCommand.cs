using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli.Commands;

/// <summary><c>strata ps</c>.</summary>
internal static class PsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        Option<bool> all = new("--all", "-a") { Description = "Those that ended, too" };
        Option<bool> quiet = new("--quiet", "-q") { Description = "IDs only" };
        FormatOption format = new();
        DocumentedCommand command = new("ps", "List containers", "strata ps", "strata ps -a", "strata ps -a --format json") { all, quiet, format };
        command.SetAction(parse =>
        {
            using Store store = Store.Open(root.PathOf(parse));
            PsRow[] rows = [.. store.Containers.List().Where(container => container.IsRunning || parse.GetValue(all)).Select(PsRow.Of)];
            return Output.Write(parse, rows, format.IsJson(parse), CliJson.Default.PsRowArray, parse.GetValue(quiet) ? Ids : Table);
        });
        return command;
    }

    private static string Ids(PsRow[] rows) => string.Concat(rows.Select(row => ContainerId.Short(row.Id) + "\n"));

    private static string Table(PsRow[] rows)
    {
        TextTable table = new("CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "NAME");
        foreach (PsRow row in rows)
        {
            table.Add(ContainerId.Short(row.Id), row.Image, row.ShortCommand, Age.Show(row.Created, DateTimeOffset.UtcNow), row.Status, row.Name);
        }

        return table.ToString();
    }
}
