namespace Strata.Cli;

/// <summary>
/// Docker's words that users will try and that Strata does not have yet: they are refused as such, so that nobody looks for a
/// typing error.
/// </summary>
internal static class NotBuiltYet
{
    private static readonly HashSet<string> Commands =
    [
        "attach", "build", "compose", "container", "cp", "create", "events", "network", "port", "stats", "top",
        "update", "volume",
    ];

    private static readonly HashSet<string> RunOptions =
    [
        "--add-host", "--blkio-weight", "--cap-add", "--cap-drop", "--cgroup-parent", "--cidfile", "--cpu-quota", "--cpu-shares",
        "--cpuset-mems", "--device", "--dns", "--env-file", "--gpus", "--group-add", "--health-cmd", "--init", "--ipc",
        "-l", "--label", "--link", "--log-driver", "--memory-reservation", "--memory-swap", "--mount", "--oom-kill-disable",
        "-P", "-p", "--pid", "--platform", "--privileged", "--publish", "--publish-all", "--pull", "--restart", "--runtime",
        "--shm-size", "--stop-timeout", "--storage-opt", "--sysctl", "--tmpfs", "--ulimit", "--userns",
        "--uts", "--volumes-from",
    ];

    /// <summary>What to say of a command that is not known.</summary>
    public static string Command(string name) =>
        Commands.Contains(name) ? $"'{name}' is not built yet" : $"unknown command '{name}'";

    /// <summary>What to say of an option that <paramref name="command"/> does not know.</summary>
    public static string Option(string command, string option)
    {
        int equals = option.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? option : option[..equals];
        return command == "run" && RunOptions.Contains(name) ? $"option '{name}' is not built yet" : $"unknown option '{option}'";
    }
}
