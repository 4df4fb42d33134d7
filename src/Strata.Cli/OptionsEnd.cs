using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli;

/// <summary>
/// Marks where the options of <c>strata run</c> end: at the image. System.CommandLine would take <c>-l</c> of
/// <c>strata run IMAGE ls -l</c> for an option of run.
/// </summary>
internal static class OptionsEnd
{
    /// <summary>The same arguments, with <c>--</c> before the first argument of a command whose options end there.</summary>
    /// <exception cref="ContainerException">An option that the command does not have, which would else become its argument.</exception>
    public static IReadOnlyList<string> Mark(Command root, string[] args)
    {
        Command command = root;
        for (int i = 0; i < args.Length; i++)
        {
            string arg = args[i];
            if (arg == "--")
            {
                return args;
            }

            if (arg.Length > 1 && arg[0] == '-')
            {
                i += TakesNext(command, root, arg) ? 1 : 0;
            }
            else if (command.Subcommands.FirstOrDefault(c => c.Name == arg || c.Aliases.Contains(arg)) is { } next)
            {
                command = next;
            }
            else
            {
                bool ends = command is DocumentedCommand { OptionsEndAtFirstArgument: true };
                return ends ? [.. args[..i], "--", .. args[i..]] : args;
            }
        }

        return args;
    }

    /// <summary>Whether the value of this option is the argument after it.</summary>
    private static bool TakesNext(Command command, Command root, string arg)
    {
        if (arg.StartsWith("--", StringComparison.Ordinal))
        {
            int equals = arg.IndexOf('=');
            Option known = Find(command, root, equals < 0 ? arg : arg[..equals]) ?? throw Unknown(command, arg);
            return equals < 0 && TakesValue(known);
        }

        // Short options in one: of -ite K=V the last one takes the next argument, in -eK=V the first one has its value.
        for (int i = 1; i < arg.Length; i++)
        {
            if (TakesValue(Find(command, root, $"-{arg[i]}") ?? throw Unknown(command, $"-{arg[i]}")))
            {
                return i == arg.Length - 1;
            }
        }

        return false;
    }

    private static ContainerException Unknown(Command command, string option) =>
        new($"{NotBuiltYet.Option(command.Name, option)}\nSee '{FullName(command)} --help'.");

    private static string FullName(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{FullName(parent)} {command.Name}" : "strata";

    private static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);

    private static Option? Find(Command command, Command root, string name) =>
        command.Options.Concat(root.Options).FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));
}
