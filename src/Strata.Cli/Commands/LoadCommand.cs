using System.CommandLine;
using Strata.Images;

namespace Strata.Cli.Commands;

/// <summary><c>strata load</c>.</summary>
internal static class LoadCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store)
    {
        Option<string?> input = new("--input", "-i")
        {
            HelpName = "PATH",
            Description = "Layout folder or archive, PATH:NAME for one image of it (by default, or with -, standard input)",
        };
        Option<bool> quiet = new("--quiet", "-q") { Description = "Tell only the images, not their layers" };
        Option<bool> keepBlobs = new("--keep-blobs")
        {
            Description = "Keep compressed layers as they came, too, so that save and push give them and the manifest out unchanged",
        };
        DocumentedCommand command = new(
            "load",
            "Bring images into the store, from an OCI layout, an OCI archive or an archive of docker save",
            "strata load -i ./layout",
            "strata load -i ./layout:one",
            "strata load -i image.tar.gz",
            "strata load --keep-blobs -i ./layout",
            "docker save debian:12 | strata load")
        {
            input,
            quiet,
            keepBlobs,
        };
        command.SetAction(parse => Run(parse, store, parse.GetValue(input), parse.GetValue(quiet), parse.GetValue(keepBlobs)));
        return command;
    }

    private static int Run(ParseResult parse, StoreOption option, string? path, bool quiet, bool keepBlobs)
    {
        using BreakOff breakOff = new();
        TextWriter output = parse.InvocationConfiguration.Output;
        ILoadProgress progress = quiet ? new PlainProgress(TextWriter.Null, "") : TerminalProgress.For(output, "Loading", "Loaded");
        using OpenedStore store = OpenedStore.OpenAsItIs(option, parse);
        foreach (LoadedImage image in store.Images.Load(path, progress, breakOff.Token, keepBlobs))
        {
            output.Write(image.Names.Count == 0
                ? $"Loaded image ID: {image.Id}\n"
                : string.Concat(image.Names.Select(name => $"Loaded image: {name}\n")));
        }

        return ExitCode.Ok;
    }
}
