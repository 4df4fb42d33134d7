using System.CommandLine;
using Xunit;

namespace Strata.Cli.Tests;

[Trait("Kind", "Unit")]
public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. CommandLine.Commands.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void EveryCommand_HasHelpWithExamplesOfItself(string name)
    {
        (int code, string output, string errors) = Invoke(name, "--help");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains($"Usage: strata {name}", output, StringComparison.Ordinal);
        string examples = output[output.IndexOf("Examples:\n", StringComparison.Ordinal)..];
        Assert.Contains($"  strata {name}", examples, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.False(line.EndsWith(' '), line));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void RowOfTheTable_NamesTheCommandItMakes(string name) =>
        Assert.Equal(name, Assert.Single(CommandLine.Create(name).Subcommands).Name);

    [Theory]
    [MemberData(nameof(Commands))]
    public void EveryOptionAndArgument_IsDescribed(string name)
    {
        Command command = CommandLine.Create(name).Subcommands[0];

        Assert.All(command.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), option.Name));
        Assert.All(command.Arguments, argument => Assert.False(string.IsNullOrEmpty(argument.Description), argument.Name));
    }

    [Fact]
    public void Help_ListsAllCommands()
    {
        (int code, string output, _) = Invoke("--help");

        Assert.Equal(0, code);
        Assert.All(CommandLine.Commands, command => Assert.Contains($"\n  {command.Name} ", output, StringComparison.Ordinal));
    }

    [Fact]
    public void OptionsThatScriptsRead_TakeTableAndJson()
    {
        RootCommand root = CommandLine.Create();

        string[] with = [.. root.Subcommands.Where(command => command.Options.Any(option => option is FormatOption)).Select(command => command.Name)];

        Assert.Equal(["search", "images", "history", "mounts", "ps", "diff", "info", "version"], with);
    }

    [Theory]
    [InlineData("'compose' is not built yet", "compose", "up")]
    [InlineData("unknown command 'frob'", "frob")]
    public void CommandThatIsNotThere_IsRefusedByWhatItIs(string message, params string[] args)
    {
        (int code, string output, string errors) = StrataProcess.Run(null, args);

        Assert.Equal((125, ""), (code, output));
        Assert.StartsWith($"strata: {message}\n", errors, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Errors) Invoke(params string[] args)
    {
        StringWriter output = new();
        StringWriter errors = new();
        int code = CommandLine.Create().Parse(args).Invoke(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
