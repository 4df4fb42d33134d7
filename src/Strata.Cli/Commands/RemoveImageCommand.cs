using System.CommandLine;
using Strata.Blobs;
using Strata.Images;

namespace Strata.Cli.Commands;

/// <summary><c>strata rmi</c>.</summary>
internal static class RemoveImageCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store)
    {
        Argument<string[]> images = new("IMAGE") { Arity = ArgumentArity.OneOrMore, Description = "Names or IDs" };
        Option<bool> force = new("--force", "-f")
        {
            Description = "Remove an image given by its ID with all its names, and pass over what is not there",
        };
        DocumentedCommand command = new(
            "rmi",
            "Remove images, with what no other image needs",
            "strata rmi base:latest",
            "strata rmi -f 3f5a12",
            "strata rmi $(strata images -q)")
        {
            images,
            force,
        };
        command.SetAction(parse =>
        {
            using OpenedStore opened = OpenedStore.Open(store, parse);
            Removal removal = opened.Images.Remove(parse.GetValue(images)!, opened.UserOf, parse.GetValue(force));
            foreach (string name in removal.Untagged)
            {
                parse.InvocationConfiguration.Output.Write($"Untagged: {name}\n");
            }

            foreach (Digest id in removal.Deleted)
            {
                parse.InvocationConfiguration.Output.Write($"Deleted: {id}\n");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
