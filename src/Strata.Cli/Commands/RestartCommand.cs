using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli.Commands;

/// <summary><c>strata restart</c>.</summary>
internal static class RestartCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        GraceOption grace = new();
        StartOptions options = new();
        ContainerArguments containers = new();
        DocumentedCommand command = new("restart", "Stop containers and start them again", "strata restart web", "strata restart -t 2 web") { grace, containers };
        options.AddTo(command);
        command.SetAction(parse =>
        {
            using Store store = Store.Open(root.PathOf(parse));
            return containers.ForEach(parse, store, config =>
            {
                store.Containers.Stop(config, grace.ValueOf(parse));
                return options.StartServer(parse, store, config);
            });
        });
        return command;
    }
}
