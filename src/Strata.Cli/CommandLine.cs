using System.CommandLine;
using System.CommandLine.Help;
using Strata.Cli.Commands;

namespace Strata.Cli;

/// <summary>The command tree, and the one place where what went wrong becomes a message and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>All commands by name: a row here is all that a new command needs.</summary>
    public static readonly (string Name, Func<StoreOption, Command> Create)[] Commands =
    [
        ("load", LoadCommand.Create),
        ("pull", PullCommand.Create),
        ("push", PushCommand.Create),
        ("login", static _ => LoginCommand.Create()),
        ("logout", static _ => LogoutCommand.Create()),
        ("search", static _ => SearchCommand.Create()),
        ("save", SaveCommand.Create),
        ("images", ImagesCommand.Create),
        ("image", ImageCommand.Create),
        ("inspect", InspectCommand.Create),
        ("history", HistoryCommand.Create),
        ("tag", TagCommand.Create),
        ("untag", UntagCommand.Create),
        ("rmi", RemoveImageCommand.Create),
        ("system", SystemCommand.Create),
        ("mount", MountCommand.Create),
        ("mounts", static _ => MountsCommand.Create()),
        ("umount", static _ => UmountCommand.Create()),
        ("run", RunCommand.Create),
        ("start", StartCommand.Create),
        ("stop", StopCommand.Create),
        ("restart", RestartCommand.Create),
        ("kill", KillCommand.Create),
        ("pause", PauseCommand.Create),
        ("unpause", PauseCommand.CreateUnpause),
        ("wait", WaitCommand.Create),
        ("exec", ExecCommand.Create),
        ("logs", LogsCommand.Create),
        ("ps", PsCommand.Create),
        ("rename", RenameCommand.Create),
        ("rm", RmCommand.Create),
        ("commit", CommitCommand.Create),
        ("diff", DiffCommand.Create),
        ("export", ExportCommand.Create),
        ("import", ImportCommand.Create),
        ("info", InfoCommand.Create),
        ("version", static _ => VersionCommand.Create()),
    ];

    /// <summary>Parses and runs a command line, or what the command does under its other names.</summary>
    public static int Run(string[] args)
    {
        try
        {
            if (HiddenEntry.TryRun(out int code))
            {
                return code;
            }

            RootCommand root = Create(CommandIn(args));
            ParserConfiguration parser = new() { ResponseFileTokenReplacer = null };
            ParseResult parse = root.Parse(OptionsEnd.Mark(root, args), parser);
            if (parse.Errors.Count > 0 && parse.Action is not HelpAction)
            {
                return UserError.Report(Complaint(parse), $"See '{HelpText.FullName(parse.CommandResult)} --help'.");
            }

            return parse.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e)
        {
            return UserError.Report(e);
        }
    }

    /// <summary>
    /// The tree of commands; of <paramref name="only"/> one, where its name is known: a tree of all with their options
    /// costs as much as all the rest of a start.
    /// </summary>
    public static RootCommand Create(string? only = null)
    {
        StoreOption store = new();
        RootCommand root = new("Stores container images by content, mounts them at once, runs them.");

        // The help of System.CommandLine has no examples, and takes the folder /h for a question; --version is a command here.
        root.Options.Clear();
        root.Add(new HelpOption("--help", "-h") { Action = new HelpAction(), Description = "Show what a command does, with examples" });
        root.Add(store);
        foreach ((string name, Func<StoreOption, Command> create) in Commands)
        {
            if (only is null || only == name)
            {
                root.Add(create(store));
            }
        }

        return root;
    }

    /// <summary>The name of the command in a command line; null where it has none at its usual place.</summary>
    private static string? CommandIn(string[] args)
    {
        int at = args is ["--root", _, ..] ? 2 : args is [['-', '-', 'r', 'o', 'o', 't', '=', ..], ..] ? 1 : 0;
        string? name = at < args.Length ? args[at] : null;
        return Commands.Any(command => command.Name == name) ? name : null;
    }

    /// <summary>The error that helps most: a name that is no command is the cause of all others.</summary>
    private static string Complaint(ParseResult parse) => parse.UnmatchedTokens switch
    {
        ["--", ..] or [] => parse.Errors[^1].Message.TrimEnd('.'),
        [['-', ..] option, ..] => NotBuiltYet.Option(parse.CommandResult.Command.Name, option),
        [var name, ..] => parse.CommandResult.Command.Subcommands.Count > 0 ? NotBuiltYet.Command(name) : $"unexpected argument '{name}'",
    };
}
