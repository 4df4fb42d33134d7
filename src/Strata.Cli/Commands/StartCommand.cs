using System.CommandLine;
using Strata.Containers;
using Strata.Containers.Mounts;

namespace Strata.Cli.Commands;

/// <summary><c>strata start</c>.</summary>
internal static class StartCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        StartOptions options = new();
        ContainerArguments containers = new();
        DocumentedCommand command = new(
            "start", "Run containers that have ended once more, detached, over what they have changed", "strata start web", "strata start --driver kernel web db") { containers };
        options.AddTo(command);
        command.SetAction(parse =>
        {
            using Store store = Store.Open(root.PathOf(parse));
            if (ReadySignal.IsAwaited)
            {
                return options.Start(parse, store, store.Containers.Find(parse.GetRequiredValue(containers).Single()));
            }

            // One that runs is as it was asked to be.
            return containers.ForEach(parse, store, config => store.Containers.IsRunning(config) ? ExitCode.Ok : options.StartServer(parse, store, config));
        });
        return command;
    }
}
