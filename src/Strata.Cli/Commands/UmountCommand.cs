using System.CommandLine;
using Strata.Containers.Mounts;

namespace Strata.Cli.Commands;

/// <summary><c>strata umount</c>.</summary>
internal static class UmountCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string[]> targets = new("DIR") { Description = "Folder that an image is mounted on", Arity = ArgumentArity.OneOrMore };
        DocumentedCommand command = new(
            "umount",
            "Take a mount away and wait until its server is gone; also one whose server died",
            "strata umount /mnt",
            "strata umount /mnt/a /mnt/b") { targets };
        command.SetAction(parse =>
        {
            foreach (string target in parse.GetRequiredValue(targets))
            {
                Unmount.At(target);
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
