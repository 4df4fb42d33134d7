using System.CommandLine;

namespace Strata.Cli.Commands;

/// <summary><c>strata image</c> and what is below it.</summary>
internal static class ImageCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store) =>
        new DocumentedCommand("image", "Work on the images", "strata image tree base:latest") { ImagePruneCommand.Create(store), ImageTreeCommand.Create(store) };
}
