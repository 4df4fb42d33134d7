using System.CommandLine;
using Strata.Images;

namespace Strata.Cli.Commands;

/// <summary><c>strata image prune</c>.</summary>
internal static class ImagePruneCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store)
    {
        PruneOptions options = new();
        DocumentedCommand command = new(
            "prune",
            "Remove images without a name, with -a all that nobody uses, and what no image needs",
            "strata image prune",
            "strata image prune -a -f --filter until=240h")
        {
            options.All, options.Force, options.Filter,
        };
        command.SetAction(parse =>
        {
            bool all = parse.GetValue(options.All);
            PruneFilter filter = options.FilterOf(parse);
            TextWriter output = parse.InvocationConfiguration.Output;
            if (!options.IsAgreed(parse, $"This will remove {options.WordsFor(parse)}."))
            {
                return ExitCode.Ok;
            }

            using OpenedStore opened = OpenedStore.Open(store, parse);
            Removal removal = opened.Images.Prune(all, filter, opened.Uses);
            PruneOptions.WriteImages(output, removal);
            PruneOptions.WriteReclaimed(output, removal.Swept.Bytes);
            return ExitCode.Ok;
        });
        return command;
    }
}
