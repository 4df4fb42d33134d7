using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli.Commands;

/// <summary><c>strata exec</c>.</summary>
internal static class ExecCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        Option<bool> detach = new("--detach", "-d") { Description = "Leave it running, without input and output" };
        Option<bool> interactive = new("--interactive", "-i") { Description = "Connect standard input" };
        Option<bool> terminal = new("--tty", "-t") { Description = "Give the command a terminal" };
        Option<string[]> env = new("--env", "-e") { HelpName = "K[=V]", Description = "Set a variable; without a value, that of this shell" };
        Option<string?> workdir = new("--workdir", "-w") { HelpName = "DIR", Description = "Working directory inside (default: the container's)" };
        Option<string?> user = new("--user", "-u") { HelpName = "USER[:GROUP]", Description = "Who runs the command: names of the container, or numbers" };
        Argument<string> container = new("CONTAINER") { Description = "Name, ID, or the begin of an ID" };
        Argument<string[]> command = new("COMMAND") { Description = "Command and its arguments", Arity = ArgumentArity.OneOrMore };
        DocumentedCommand exec = new(
            "exec",
            "Run a further command in a running container",
            "strata exec -it web sh",
            "strata exec -u app -w /srv -e DEBUG=1 web ./check --all")
        {
            OptionsEndAtFirstArgument = true,
        };
        foreach (Option option in (Option[])[detach, interactive, terminal, env, workdir, user])
        {
            exec.Add(option);
        }

        exec.Add(container);
        exec.Add(command);
        exec.SetAction(parse =>
        {
            using Store store = Store.Open(root.PathOf(parse));
            return ContainerExec.Run(store, store.Containers.Find(parse.GetRequiredValue(container)), new ExecRequest
            {
                Command = parse.GetRequiredValue(command),
                Env = [.. (parse.GetValue(env) ?? []).Select(static entry => EnvironmentList.Resolve(entry, Environment.GetEnvironmentVariable))],
                WorkingDirectory = parse.GetValue(workdir),
                User = parse.GetValue(user),
                Terminal = parse.GetValue(terminal),
                Interactive = parse.GetValue(interactive),
                Detached = parse.GetValue(detach),
            });
        });
        return exec;
    }
}
