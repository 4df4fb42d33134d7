using System.CommandLine;
using Xunit;

namespace Strata.Cli.Tests;

[Trait("Kind", "Unit")]
public sealed class OptionsEndTests
{
    [Theory]
    [InlineData("run image ls -l", "run -- image ls -l")]
    [InlineData("run --rm image ls --rm", "run --rm -- image ls --rm")]
    [InlineData("run -it image sh -c ls", "run -it -- image sh -c ls")]
    [InlineData("run -e A=B image env", "run -e A=B -- image env")]
    [InlineData("run -eA=B image env", "run -eA=B -- image env")]
    [InlineData("run -ite A=B image env", "run -ite A=B -- image env")]
    [InlineData("run --memory 1g image x", "run --memory 1g -- image x")]
    [InlineData("run --memory=1g image x", "run --memory=1g -- image x")]
    [InlineData("run --name n --rm -w /x image --help", "run --name n --rm -w /x -- image --help")]
    [InlineData("run -- image -x", "run -- image -x")]
    [InlineData("run image -- -x", "run -- image -- -x")]
    [InlineData("--root /s run image -x", "--root /s run -- image -x")]
    [InlineData("run --root /s image --root", "run --root /s -- image --root")]
    [InlineData("run --help", "run --help")]
    [InlineData("mount image /x --upper u", "mount image /x --upper u")]
    [InlineData("ps -a", "ps -a")]
    [InlineData("", "")]
    public void Options_EndAtTheImageOfRunOnly(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', OptionsEnd.Mark(CommandLine.Create(), line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    [Theory]
    [InlineData("run --rm -it -e A=B image sh -c ls -- -x", "image", "sh -c ls -- -x")]
    [InlineData("run -m 1g image", "image", "")]
    [InlineData("run -- image -x", "image", "-x")]
    [InlineData("run --rm image --help", "image", "--help")]
    public void CommandOfTheContainer_GetsItsOwnArguments(string line, string image, string command)
    {
        RootCommand root = CommandLine.Create();
        ParseResult parse = root.Parse(OptionsEnd.Mark(root, line.Split(' ')), new ParserConfiguration { ResponseFileTokenReplacer = null });

        Assert.Empty(parse.Errors);
        Assert.Equal(image, parse.GetValue<string>("IMAGE"));
        Assert.Equal(command, string.Join(' ', parse.GetValue<string[]>("COMMAND")!));
    }
}
