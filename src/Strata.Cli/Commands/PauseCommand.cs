using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli.Commands;

/// <summary><c>strata pause</c> and <c>strata unpause</c>.</summary>
internal static class PauseCommand
{
    /// <summary>Makes the command that lets containers stand still.</summary>
    public static Command Create(StoreOption root) =>
        Create(root, "pause", "Let all processes of containers stand still", static (containers, config) => containers.Pause(config));

    /// <summary>Makes the command that lets them go on.</summary>
    public static Command CreateUnpause(StoreOption root) =>
        Create(root, "unpause", "Let paused containers go on", static (containers, config) => containers.Unpause(config));

    private static DocumentedCommand Create(StoreOption root, string name, string description, Action<ContainerStore, ContainerConfig> act)
    {
        ContainerArguments containers = new();
        DocumentedCommand command = new(name, description, $"strata {name} web") { containers };
        command.SetAction(parse =>
        {
            using Store store = Store.Open(root.PathOf(parse));
            return containers.ForEach(parse, store, config => act(store.Containers, config));
        });
        return command;
    }
}
