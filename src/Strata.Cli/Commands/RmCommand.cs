using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli.Commands;

/// <summary><c>strata rm</c>.</summary>
internal static class RmCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        Option<bool> force = new("--force", "-f") { Description = "Kill those that run" };
        ContainerArguments containers = new();
        DocumentedCommand command = new("rm", "Remove containers with all their changes", "strata rm web", "strata rm -f web 3f2a9c01b7de", "strata rm $(strata ps -aq)")
        {
            force, containers,
        };
        command.SetAction(parse =>
        {
            using Store store = Store.Open(root.PathOf(parse));
            return containers.ForEach(parse, store, config => store.Containers.Remove(config, parse.GetValue(force)));
        });
        return command;
    }
}
