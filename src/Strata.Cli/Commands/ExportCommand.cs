using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli.Commands;

/// <summary><c>strata export</c>.</summary>
internal static class ExportCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        Argument<string> what = new("CONTAINER") { Description = "A container; also an image, a layer by its diff ID, or a folder (with a slash), mounted or not" };
        Option<string?> output = new("--output", "-o")
        {
            HelpName = "FILE",
            Description = "File that gets its name when it is complete (by default, or with -, standard output)",
        };
        DocumentedCommand command = new(
            "export",
            "Write a root file system as one tar: the same tree is the same bytes",
            "strata export -o web.tar web",
            "strata export debian:12 | tar -xf - -C root")
        {
            what,
            output,
        };
        command.SetAction(parse =>
        {
            using BreakOff interrupted = new();
            using Store store = Store.Open(root.PathOf(parse));
            Export.Run(store, parse.GetValue(what)!, parse.GetValue(output), interrupted.Token);
            return ExitCode.Ok;
        });
        return command;
    }
}
