using System.CommandLine;

namespace Strata.Cli.Commands;

/// <summary><c>strata untag</c>.</summary>
internal static class UntagCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store)
    {
        Argument<string> image = new("IMAGE") { Description = "A name or an ID" };
        Argument<string[]> names = new("NAME") { Arity = ArgumentArity.ZeroOrMore, Description = "The names to take from it (by default all)" };
        DocumentedCommand command = new(
            "untag", "Take names from an image, which stays", "strata untag base:latest base:1", "strata untag 3f5a12")
        {
            image,
            names,
        };
        command.SetAction(parse =>
        {
            using OpenedStore opened = OpenedStore.Open(store, parse);
            foreach (string name in opened.Images.Untag(parse.GetValue(image)!, parse.GetValue(names)!))
            {
                parse.InvocationConfiguration.Output.Write($"Untagged: {name}\n");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
