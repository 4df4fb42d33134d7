using System.CommandLine;
using Strata.Images;

namespace Strata.Cli.Commands;

/// <summary><c>strata pull</c>.</summary>
internal static class PullCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store)
    {
        Argument<string> name = new("NAME") { Description = "Its name, with :latest where it has no tag; of Docker Hub where it names no registry" };
        Option<bool> quiet = new("--quiet", "-q") { Description = "Print only the image's full name" };
        Option<string?> platform = new("--platform")
        {
            HelpName = "OS/ARCH[/VARIANT]",
            Description = "The platform that the image is for (by default this machine's)",
        };
        RegistryOptions registry = new();
        DocumentedCommand command = new(
            "pull",
            "Bring an image into the store, from a registry",
            "strata pull debian:12",
            "strata pull registry.example:5000/team/app:1",
            "strata pull --platform linux/arm64 debian@sha256:…")
        {
            name,
            quiet,
            platform,
        };
        registry.AddTo(command);
        command.SetAction(parse => Run(parse, store, parse.GetValue(name)!, parse.GetValue(quiet), new PullOptions
        {
            Access = registry.AccessOf(parse),
            Platform = parse.GetValue(platform) is { } text ? Platform.Parse(text) : null,
        }));
        return command;
    }

    private static int Run(ParseResult parse, StoreOption option, string text, bool quiet, PullOptions options)
    {
        ImageReference reference = ImageReference.Parse(text);
        using BreakOff breakOff = new();
        TextWriter output = quiet ? TextWriter.Null : parse.InvocationConfiguration.Output;
        using OpenedStore store = OpenedStore.OpenAsItIs(option, parse);
        if (reference is { Digest: null, Tag: ImageReference.DefaultTag } && !text.EndsWith(':' + ImageReference.DefaultTag, StringComparison.Ordinal))
        {
            output.Write($"Using default tag: {ImageReference.DefaultTag}\n");
        }

        output.Write($"{reference.Target}: Pulling from {reference.RegistryPath}\n");
        ILoadProgress progress = quiet ? new PlainProgress(output, "") : TerminalProgress.For(output, "Downloading", "Pull complete");
        PulledImage image = store.Images.Pull(reference, options, progress, breakOff.Token);
        output.Write($"Digest: {image.Digest}\n");
        output.Write($"Status: {(image.IsNew ? "Downloaded newer image" : "Image is up to date")} for {reference}\n");
        parse.InvocationConfiguration.Output.Write($"{reference.FullName}\n");
        return ExitCode.Ok;
    }
}
