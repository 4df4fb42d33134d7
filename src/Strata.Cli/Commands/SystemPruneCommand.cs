using System.CommandLine;
using Strata.Containers;
using Strata.Images;

namespace Strata.Cli.Commands;

/// <summary><c>strata system prune</c>.</summary>
internal static class SystemPruneCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        PruneOptions options = new();
        DocumentedCommand command = new(
            "prune",
            "Remove containers that have ended, images without a name, with -a all that nobody uses, and what no image needs",
            "strata system prune",
            "strata system prune -a -f --filter until=240h")
        {
            options.All, options.Force, options.Filter,
        };
        command.SetAction(parse =>
        {
            bool all = parse.GetValue(options.All);
            PruneFilter filter = options.FilterOf(parse);
            TextWriter output = parse.InvocationConfiguration.Output;
            if (!options.IsAgreed(parse, Warning(options.WordsFor(parse), parse.GetValue(options.Filter) ?? [])))
            {
                return ExitCode.Ok;
            }

            using Store store = Store.Open(root.PathOf(parse));
            (Removal images, long bytes) = SystemPrune.Run(store, all, filter, ids => WriteContainers(output, ids));
            PruneOptions.WriteImages(output, images);
            PruneOptions.WriteReclaimed(output, bytes);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void WriteContainers(TextWriter output, IReadOnlyList<string> ids)
    {
        if (ids.Count > 0)
        {
            output.Write($"Deleted Containers:\n{string.Concat(ids.Select(id => id + "\n"))}\n");
        }
    }

    private static string Warning(string images, string[] filters)
    {
        string limits = filters.Length == 0 ? ""
            : "\n  Items to be pruned will be filtered with:\n" + string.Concat(filters.Select(filter => $"  - filter: {filter}\n")).TrimEnd('\n') + "\n";
        return $"This will remove:\n  - all stopped containers\n  - {images}\n  - layers and contents that no image needs\n{limits}";
    }
}
