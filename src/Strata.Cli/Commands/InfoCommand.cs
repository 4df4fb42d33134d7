using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli.Commands;

/// <summary><c>strata info</c>.</summary>
internal static class InfoCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        FormatOption format = new();
        DocumentedCommand command = new(
            "info",
            "Show what this machine offers and what follows from it, and where the store is",
            "strata info",
            "strata info --format json | jq -r '.Features[] | select(.Name == \"fuse\").Found'") { format };
        command.SetAction(parse =>
        {
            using Store store = Store.Open(root.PathOf(parse));
            return Output.Write(parse, HostReport.Of(store), format.IsJson(parse), CliJson.Default.HostReport, Text);
        });
        return command;
    }

    private static string Text(HostReport report)
    {
        TextTable table = new("FEATURE", "FOUND", "SO");
        foreach (HostFeature feature in report.Features)
        {
            table.Add(feature.Name, feature.Found, feature.Decides);
        }

        return $"""
            kernel       {report.Kernel}
            store        {report.Store} on {report.FileSystem}
            images       {report.Images}
            containers   {report.ContainersRunning} running, {report.ContainersEnded} ended

            {table}
            """;
    }
}
