using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli.Commands;

/// <summary><c>strata kill</c>.</summary>
internal static class KillCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        Option<string> signal = new("--signal", "-s") { HelpName = "SIG", Description = "Signal as KILL, SIGHUP or 15", DefaultValueFactory = static _ => "KILL" };
        ContainerArguments containers = new();
        DocumentedCommand command = new("kill", "Send a signal to the first process of containers", "strata kill web", "strata kill -s HUP web") { signal, containers };
        command.SetAction(parse =>
        {
            string text = parse.GetRequiredValue(signal);
            if (!SignalName.TryParse(text, out int number))
            {
                return UserError.Report($"--signal {text}: expected a signal as SIGTERM or 15");
            }

            using Store store = Store.Open(root.PathOf(parse));
            return containers.ForEach(parse, store, config => store.Containers.Signal(config, number));
        });
        return command;
    }
}
