using System.Globalization;
using System.Text.Json.Nodes;
using Strata.Containers;

namespace Strata.Cli;

/// <summary>A container as <c>strata inspect</c> shows it: the names of <c>docker container inspect</c>, as far as it has them.</summary>
internal static class ContainerInspection
{
    /// <summary>Shows a container.</summary>
    public static JsonObject Of(Store store, ContainerReport container)
    {
        ContainerConfig config = container.Config;
        string folder = $"{store.Containers.Path}/{config.Id}";
        return new JsonObject
        {
            ["Id"] = config.Id,
            ["Created"] = config.Created,
            ["Path"] = config.Args[0],
            ["Args"] = Texts(config.Args.Skip(1)),
            ["State"] = StateOf(container),
            ["Image"] = config.ImageId,
            ["ResolvConfPath"] = $"{folder}/resolv.conf",
            ["HostnamePath"] = $"{folder}/hostname",
            ["HostsPath"] = $"{folder}/hosts",
            ["LogPath"] = $"{folder}/log.json",
            ["Name"] = "/" + config.Name,
            ["Driver"] = "strata",
            ["HostConfig"] = HostConfigOf(config.Settings),
            ["GraphDriver"] = new JsonObject
            {
                ["Name"] = "strata",
                ["Data"] = new JsonObject { ["UpperDir"] = $"{folder}/upper", ["WorkDir"] = $"{folder}/work", ["MergedDir"] = $"{folder}/root" },
            },
            ["Mounts"] = new JsonArray([.. config.Settings.Volumes.Select(volume => new JsonObject
            {
                ["Type"] = "bind",
                ["Source"] = volume.Source,
                ["Destination"] = volume.Target,
                ["RW"] = !volume.ReadOnly,
            })]),
            ["Config"] = new JsonObject
            {
                ["Hostname"] = config.HostName,
                ["User"] = config.User,
                ["Tty"] = config.Settings.Terminal,
                ["OpenStdin"] = config.Settings.Interactive,
                ["Env"] = Texts(config.Env),
                ["Cmd"] = Texts(config.Args),
                ["Image"] = config.Image,
                ["WorkingDir"] = config.WorkingDirectory,
                ["StopSignal"] = config.StopSignal.Length > 0 ? config.StopSignal : "SIGTERM",
            },
        };
    }

    private static JsonObject StateOf(ContainerReport container) => new()
    {
        ["Status"] = PsRow.Of(container).State,
        ["Running"] = container.IsRunning,
        ["Paused"] = container.IsPaused,
        ["OOMKilled"] = !container.IsRunning && container.State is { OutOfMemory: true },
        ["Pid"] = container.Running?.Pid ?? 0,
        ["ExitCode"] = container.IsRunning ? 0 : container.State?.ExitCode ?? 0,
        ["Error"] = container.IsRunning ? "" : container.State?.Error ?? "",
        ["StartedAt"] = container.Running?.Started,
        ["FinishedAt"] = container.State?.Finished,
    };

    private static JsonObject HostConfigOf(ContainerSettings settings) => new()
    {
        ["Binds"] = Texts(settings.Volumes.Select(volume => $"{volume.Source}:{volume.Target}{(volume.ReadOnly ? ":ro" : "")}")),
        ["NetworkMode"] = settings.HostNetwork ? "host" : "none",
        ["AutoRemove"] = settings.AutoRemove,
        ["ReadonlyRootfs"] = settings.ReadOnly,
        ["Memory"] = settings.MemoryBytes ?? 0,
        ["CpuQuota"] = settings.CpuQuotaMicroseconds ?? 0,
        ["CpuPeriod"] = settings.CpuQuotaMicroseconds is null ? 0 : CpuLimit.PeriodMicroseconds,
        ["CpusetCpus"] = settings.CpusetCpus ?? "",
        ["PidsLimit"] = settings.PidsLimit,
        ["LogConfig"] = new JsonObject
        {
            ["Type"] = "json-file",
            ["Config"] = new JsonObject
            {
                ["max-size"] = settings.Log.MaxFileBytes.ToString(CultureInfo.InvariantCulture),
                ["max-file"] = settings.Log.MaxFiles.ToString(CultureInfo.InvariantCulture),
            },
        },
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(static text => (JsonNode)text)]);
}
