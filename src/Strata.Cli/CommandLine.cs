using System.CommandLine;
using System.CommandLine.Help;
using Strata.Cli.Commands;

namespace Strata.Cli;

/// <summary>The command tree, and the one place where what went wrong becomes a message and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Parses and runs a command line.</summary>
    public static int Run(string[] args)
    {
        try
        {
            RootCommand root = Create();
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

    /// <summary>The tree of all commands: a row here is all that a new command needs.</summary>
    public static RootCommand Create()
    {
        StoreOption store = new();
        RootCommand root = new("Stores container images by content, mounts them at once, runs them.");

        // The help of System.CommandLine has no examples, and takes the folder /h for a question; --version is a command here.
        root.Options.Clear();
        root.Add(new HelpOption("--help", "-h") { Action = new HelpAction(), Description = "Show what a command does, with examples" });
        root.Add(store);
        root.Add(LoadCommand.Create(store));
        root.Add(ImagesCommand.Create(store));
        root.Add(InspectCommand.Create(store));
        root.Add(HistoryCommand.Create(store));
        root.Add(TagCommand.Create(store));
        root.Add(RemoveImageCommand.Create(store));
        root.Add(SystemCommand.Create(store));
        root.Add(MountCommand.Create(store));
        root.Add(MountsCommand.Create());
        root.Add(UmountCommand.Create());
        root.Add(RunCommand.Create(store));
        root.Add(PsCommand.Create(store));
        root.Add(RmCommand.Create(store));
        root.Add(InfoCommand.Create(store));
        root.Add(VersionCommand.Create());
        return root;
    }

    /// <summary>The error that helps most: a name that is no command is the cause of all others.</summary>
    private static string Complaint(ParseResult parse) => parse.UnmatchedTokens switch
    {
        ["--", ..] or [] => parse.Errors[^1].Message.TrimEnd('.'),
        [['-', ..] option, ..] => $"unknown option '{option}'",
        [var name, ..] => parse.CommandResult.Command.Subcommands.Count > 0 ? $"unknown command '{name}'" : $"unexpected argument '{name}'",
    };
}
