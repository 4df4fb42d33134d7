using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;

namespace Strata.Cli;

/// <summary>The help of a command: what it does, its usage, arguments, options, commands and examples.</summary>
internal static class HelpText
{
    /// <summary>The name with those of its parents, as one types it.</summary>
    public static string FullName(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{FullName(parent)} {command.Command.Name}" : "strata";

    /// <summary>The whole help of the command that was parsed.</summary>
    public static string Of(CommandResult result)
    {
        Command command = result.Command;
        string name = FullName(result);
        List<Option> options = [.. command.Options.Where(option => !option.Hidden)];
        for (SymbolResult? parent = result.Parent; parent is CommandResult above; parent = above.Parent)
        {
            options.AddRange(above.Command.Options.Where(option => option is { Recursive: true, Hidden: false }));
        }

        StringBuilder text = new();
        text.Append(command.Description).Append("\n\nUsage: ").Append(name).Append(options.Count > 0 ? " [OPTION…]" : "");
        text.Append(command.Subcommands.Count > 0 ? " COMMAND" : "");
        foreach (Argument argument in command.Arguments)
        {
            text.Append(' ').Append(Usage(argument));
        }

        text.Append('\n');
        Section(text, "Commands", command.Subcommands.Where(c => !c.Hidden).OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => (c.Name, c.Description)));
        Section(text, "Arguments", command.Arguments.Select(argument => (Usage(argument), argument.Description)));
        Section(text, "Options", options.OrderBy(option => option.Name, StringComparer.Ordinal).Select(option => (Usage(option), option.Description)));
        IReadOnlyList<string> examples = command is DocumentedCommand documented ? documented.Examples
            : ["strata load -i image.tar", "strata run --rm -it debian:12 bash", "strata run --help"];
        text.Append("\nExamples:\n");
        foreach (string example in examples)
        {
            text.Append("  ").Append(example).Append('\n');
        }

        return text.ToString();
    }

    private static string Usage(Argument argument)
    {
        string name = argument.HelpName ?? argument.Name;
        name = argument.Arity.MaximumNumberOfValues > 1 ? name + "…" : name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string Usage(Option option)
    {
        IEnumerable<string> names = option.Aliases.Append(option.Name).Where(name => name.StartsWith('-')).OrderBy(name => name.Length);
        string value = option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool) ? " " + (option.HelpName ?? "VALUE") : "";
        return string.Join(", ", names) + value;
    }

    private static void Section(StringBuilder text, string title, IEnumerable<(string Term, string? Meaning)> rows)
    {
        (string Term, string? Meaning)[] all = [.. rows];
        if (all.Length == 0)
        {
            return;
        }

        int width = Math.Min(all.Max(row => row.Term.Length), 32);
        text.Append('\n').Append(title).Append(":\n");
        foreach ((string term, string? meaning) in all)
        {
            text.Append("  ").Append(term.PadRight(width)).Append("  ").Append(meaning).Append('\n');
        }
    }
}
