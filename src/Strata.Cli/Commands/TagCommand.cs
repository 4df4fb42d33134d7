using System.CommandLine;

namespace Strata.Cli.Commands;

/// <summary><c>strata tag</c>.</summary>
internal static class TagCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store)
    {
        Argument<string> image = new("IMAGE") { Description = "A name or an ID" };
        Argument<string> name = new("NAME") { Description = "The new name, with :latest where it has no tag" };
        DocumentedCommand command = new(
            "tag", "Give an image one more name", "strata tag base:latest base:1", "strata tag 3f5a12 team/base")
        {
            image,
            name,
        };
        command.SetAction(parse =>
        {
            using OpenedStore opened = OpenedStore.Open(store, parse);
            opened.Images.Tag(parse.GetValue(image)!, parse.GetValue(name)!);
            return ExitCode.Ok;
        });
        return command;
    }
}
