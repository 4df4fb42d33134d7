using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli.Commands;

/// <summary><c>strata stop</c>.</summary>
internal static class StopCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        GraceOption grace = new();
        ContainerArguments containers = new();
        DocumentedCommand command = new(
            "stop", "Ask containers to end, and kill those that do not", "strata stop web", "strata stop -t 2 web db") { grace, containers };
        command.SetAction(parse =>
        {
            using Store store = Store.Open(root.PathOf(parse));
            return containers.ForEach(parse, store, config => store.Containers.Stop(config, grace.ValueOf(parse)));
        });
        return command;
    }
}
