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
        Argument<string[]> containers = new("CONTAINER") { Description = "Name, ID, or the begin of an ID", Arity = ArgumentArity.OneOrMore };
        DocumentedCommand command = new("rm", "Remove containers with all their changes", "strata rm web", "strata rm -f web 3f2a9c01b7de", "strata rm $(strata ps -aq)")
        {
            force, containers,
        };
        command.SetAction(parse =>
        {
            using Store store = Store.Open(root.PathOf(parse));
            foreach (string container in parse.GetRequiredValue(containers))
            {
                store.Containers.Remove(store.Containers.Find(container), parse.GetValue(force));
                parse.InvocationConfiguration.Output.Write(container + "\n");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
