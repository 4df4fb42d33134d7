using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli.Commands;

/// <summary><c>strata import</c>.</summary>
internal static class ImportCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        Argument<string> source = new("DIR|FILE|-") { Description = "A folder, or a tar (plain, gzip or zstd); - for a tar on standard input" };
        Argument<string?> image = new("IMAGE") { Arity = ArgumentArity.ZeroOrOne, Description = "The image's name" };
        Option<string?> message = new("--message", "-m") { HelpName = "TEXT", Description = "A remark for the history" };
        Option<string[]> change = new("--change", "-c")
        {
            HelpName = "INSTRUCTION",
            Description = "Set the configuration by an instruction of a Dockerfile, as for commit",
        };
        DocumentedCommand command = new(
            "import",
            "Make an image of a root file system",
            "strata import ./rootfs debian:mine",
            "mmdebstrap bookworm - | strata import - -c 'CMD [\"bash\"]' debian:mine")
        {
            source,
            image,
            message,
            change,
        };
        command.SetAction(parse =>
        {
            ImportRequest request = new()
            {
                Source = parse.GetValue(source)!,
                Name = parse.GetValue(image),
                Message = parse.GetValue(message) ?? "",
                Changes = parse.GetValue(change) ?? [],
            };
            using BreakOff interrupted = new();
            using Store store = Store.Open(root.PathOf(parse));
            parse.InvocationConfiguration.Output.Write($"{Import.Run(store, request, interrupted.Token).Id}\n");
            return ExitCode.Ok;
        });
        return command;
    }
}
