using System.CommandLine;
using System.Globalization;
using Strata.Containers;

namespace Strata.Cli.Commands;

/// <summary><c>strata wait</c>.</summary>
internal static class WaitCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        ContainerArguments containers = new();
        DocumentedCommand command = new("wait", "Wait until containers have ended, and print their exit codes", "strata wait web") { containers };
        command.SetAction(parse =>
        {
            using Store store = Store.Open(root.PathOf(parse));

            // All are found first: one that goes with its end cannot be found afterwards.
            foreach (ContainerConfig config in (ContainerConfig[])[.. parse.GetRequiredValue(containers).Select(store.Containers.Find)])
            {
                parse.InvocationConfiguration.Output.Write(string.Create(CultureInfo.InvariantCulture, $"{store.Containers.Wait(config)}\n"));
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
