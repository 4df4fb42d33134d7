using System.CommandLine;
using Strata.Containers.Mounts;

namespace Strata.Cli.Commands;

/// <summary><c>strata mounts</c>.</summary>
internal static class MountsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        FormatOption format = new();
        DocumentedCommand command = new(
            "mounts",
            "List the mounts of images; those of running containers are seen in 'strata ps'",
            "strata mounts",
            "strata mounts --format json | jq -r '.[].Target'") { format };
        command.SetAction(parse => Output.Write(parse, MountReport.All(), format.IsJson(parse), CliJson.Default.IReadOnlyListMountReport, Table));
        return command;
    }

    private static string Table(IReadOnlyList<MountReport> mounts)
    {
        TextTable table = new("IMAGE", "IMAGE ID", "MODE", "SERVER", "TARGET", "UPPER");
        foreach (MountReport mount in mounts)
        {
            table.Add(
                mount.Image,
                mount.ShortId,
                mount.ReadOnly ? "read-only" : "writable",
                mount.Driver == MountDrivers.Kernel ? MountDrivers.Kernel : mount.Server is { } pid ? $"{pid}" : "dead",
                mount.Target,
                mount.Upper ?? "-");
        }

        return table.ToString();
    }
}
