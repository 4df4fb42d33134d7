using System.CommandLine;
using Strata.Images;
using Strata.Images.Registry;

namespace Strata.Cli.Commands;

/// <summary><c>strata push</c>.</summary>
internal static class PushCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store)
    {
        Argument<string> image = new("IMAGE") { Description = "A name; or an ID, with a destination" };
        Argument<string?> destination = new("DESTINATION") { Arity = ArgumentArity.ZeroOrOne, Description = "The name that it shall have there (by default its own)" };
        Option<bool> quiet = new("--quiet", "-q") { Description = "Print only the image's full name" };
        RegistryOptions registry = new();
        DocumentedCommand command = new(
            "push",
            "Bring an image of the store to a registry",
            "strata push registry.example:5000/team/app:1",
            "strata push 3f5a12 localhost:5000/app")
        {
            image,
            destination,
            quiet,
        };
        registry.AddTo(command);
        command.SetAction(parse => Run(
            parse, store, parse.GetValue(image)!, parse.GetValue(destination), parse.GetValue(quiet), registry.AccessOf(parse)));
        return command;
    }

    private static int Run(ParseResult parse, StoreOption option, string image, string? destination, bool quiet, RegistryAccess access)
    {
        ImageReference reference = ImageReference.Parse(destination ?? image);
        using BreakOff breakOff = new();
        TextWriter output = quiet ? TextWriter.Null : parse.InvocationConfiguration.Output;
        using OpenedStore store = OpenedStore.Open(option, parse);
        output.Write($"The push refers to repository [{reference.Registry}/{reference.RegistryPath}]\n");
        ILoadProgress progress = quiet
            ? new PlainProgress(output, "")
            : TerminalProgress.For(output, "Pushing", "Pushed", "Layer already exists");
        PushedImage pushed = store.Images.Push(image, reference, access, progress, breakOff.Token);
        output.Write($"{reference.Tag}: digest: {pushed.Digest} size: {pushed.Size}\n");
        if (quiet)
        {
            parse.InvocationConfiguration.Output.Write($"{reference.FullName}\n");
        }

        return ExitCode.Ok;
    }
}
