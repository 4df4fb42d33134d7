using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli.Commands;

/// <summary><c>strata rename</c>.</summary>
internal static class RenameCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        Argument<string> container = new("CONTAINER") { Description = "Name, ID, or the begin of an ID" };
        Argument<string> name = new("NAME") { Description = "Its new name" };
        DocumentedCommand command = new("rename", "Give a container another name", "strata rename web old-web") { container, name };
        command.SetAction(parse =>
        {
            using Store store = Store.Open(root.PathOf(parse));
            store.Containers.Rename(store.Containers.Find(parse.GetRequiredValue(container)), parse.GetRequiredValue(name));
            return ExitCode.Ok;
        });
        return command;
    }
}
