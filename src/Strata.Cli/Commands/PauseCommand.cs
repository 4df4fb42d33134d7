using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli.Commands;

/// <summary><c>strata pause</c>.</summary>
internal static class PauseCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        ContainerArguments containers = new();
        DocumentedCommand command = new("pause", "Let all processes of containers stand still", "strata pause web") { containers };
        command.SetAction(parse =>
        {
            using Store store = Store.Open(root.PathOf(parse));
            return containers.ForEach(parse, store, store.Containers.Pause);
        });
        return command;
    }
}
