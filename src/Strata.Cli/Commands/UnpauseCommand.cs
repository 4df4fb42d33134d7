using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli.Commands;

/// <summary><c>strata unpause</c>.</summary>
internal static class UnpauseCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        ContainerArguments containers = new();
        DocumentedCommand command = new("unpause", "Let paused containers go on", "strata unpause web") { containers };
        command.SetAction(parse =>
        {
            using Store store = Store.Open(root.PathOf(parse));
            return containers.ForEach(parse, store, store.Containers.Unpause);
        });
        return command;
    }
}
