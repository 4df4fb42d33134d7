namespace Strata.Bench.Peers;

/// <summary>Podman with a storage, a configuration and a run folder of its own.</summary>
internal sealed class Podman
{
    private readonly string folder;
    private readonly string configuration;

    public Podman(Workspace workspace)
    {
        folder = workspace.NewFolder("podman");
        configuration = Path.Combine(workspace.Folder, "containers.conf");

        // Without CAP_SYS_RESOURCE its default limits could not be set.
        string files = Command.Output("bash", "-c", "ulimit -Hn").Trim();
        File.WriteAllText(configuration, $"""
            [containers]
            default_ulimits = ["nofile={files}:{files}", "nproc=32768:32768"]
            [engine]
            cgroup_manager = "cgroupfs"
            events_logger = "none"

            """);
    }

    public string[] Words(params string[] words) =>
    [
        "env", $"CONTAINERS_CONF={configuration}",
        "podman", "--log-level=fatal", "--root", $"{folder}/root", "--runroot", $"{folder}/runroot", "--storage-driver", "overlay", .. words,
    ];

    /// <summary>Removes all that it holds.</summary>
    public void Reset()
    {
        Command.Shell($"umount -q '{folder}/root/overlay' || true; rm -rf --one-file-system '{folder}'; mkdir -p '{folder}'");
    }
}
