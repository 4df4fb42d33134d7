using System.Text.Json.Nodes;
using Strata.Bench.Peers.Measuring;

namespace Strata.Bench.Peers;

/// <summary>A container that runs <c>true</c>, whole process, cold.</summary>
internal static class RunSection
{
    public static void Measure(Workspace workspace, Report report)
    {
        int rounds = workspace.Options.Rounds * 4;
        double Strata() => Command.Time(workspace.Strata("run", "--rm", workspace.Demo.Image, "true"));
        double StrataLimited() => Command.Time(workspace.Strata("run", "--rm", "--memory", "512m", "--cpus", "1", "--pids-limit", "100", workspace.Demo.Image, "true"));

        Podman podman = new(workspace);
        podman.Reset();
        Command.Shell($"skopeo --insecure-policy copy -q 'oci:{workspace.Options.Layout}:{workspace.Options.Tag}' 'oci-archive:{workspace.Folder}/run.tar:{workspace.Options.Tag}'");
        Command.Time(podman.Words("load", "-q", "-i", $"{workspace.Folder}/run.tar"));
        string[] run = podman.Words("run", "--rm", "--network", "none", $"localhost/{workspace.Options.Tag}:latest", "true");
        report.AddTimes("`strata run --rm IMAGE true` / `podman run --rm --network none`", Race.Between(rounds, Strata, () => Command.Time(run)), 0.15);
        podman.Reset();

        string bundle = MakeBundle(workspace);
        string id = $"strata-bench-{Environment.ProcessId}";
        double Crun() => Command.Time("crun", "--cgroup-manager=cgroupfs", $"--root={workspace.Folder}/crun", "run", "--bundle", bundle, id);
        report.AddTimes("the same with limits / `crun run` of an unpacked bundle, each with its cgroups", Race.Between(rounds, StrataLimited, Crun), 1.5);
    }

    private static string MakeBundle(Workspace workspace)
    {
        string bundle = workspace.NewFolder("bundle");
        Command.Time("cp", "-a", workspace.Demo.Merged!, $"{bundle}/rootfs");
        Command.Time("crun", "spec", "--bundle", bundle);
        JsonNode config = JsonNode.Parse(File.ReadAllText($"{bundle}/config.json"))!;
        config["process"]!["terminal"] = false;
        config["process"]!["args"] = new JsonArray("true");
        config["process"]!["rlimits"] = new JsonArray();
        config["linux"]!["resources"] = new JsonObject
        {
            ["memory"] = new JsonObject { ["limit"] = 512L << 20 },
            ["pids"] = new JsonObject { ["limit"] = 100 },
            ["cpu"] = new JsonObject { ["quota"] = 100000, ["period"] = 100000 },
        };
        File.WriteAllText($"{bundle}/config.json", config.ToJsonString());
        return bundle;
    }
}
