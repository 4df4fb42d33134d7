using Strata.Bench.Peers.Measuring;

namespace Strata.Bench.Peers;

/// <summary>An image into the store, against tar into folders and podman load.</summary>
internal static class LoadSection
{
    public static void Measure(Workspace workspace, Report report)
    {
        string store = Path.Combine(workspace.Folder, "load-store");
        string folders = Path.Combine(workspace.Folder, "load-folders");
        string archive = Path.Combine(workspace.Folder, "image.tar");
        Command.Shell($"skopeo --insecure-policy copy -q 'oci:{workspace.Options.Layout}:{workspace.Options.Tag}' 'oci-archive:{archive}:{workspace.Options.Tag}'");

        double Load(string source)
        {
            Command.Shell($"rm -rf --one-file-system '{store}'; sync");
            return Command.Time(workspace.Options.Strata, "--root", store, "load", "-i", source);
        }

        double Unpack()
        {
            Command.Shell($"rm -rf --one-file-system '{folders}'; sync");
            double time = 0;
            for (int i = 0; i < workspace.LayerFiles.Count; i++)
            {
                string target = Path.Combine(folders, $"{i}");
                Directory.CreateDirectory(target);
                time += Command.Time("tar", "-xzf", workspace.LayerFiles[i], "-C", target);
            }

            return time;
        }

        Podman podman = new(workspace);
        double PodmanLoad()
        {
            podman.Reset();
            Command.Shell("sync");
            return Command.Time(podman.Words("load", "-q", "-i", archive));
        }

        int rounds = workspace.Options.Rounds;
        string layout = $"{workspace.Options.Layout}:{workspace.Options.Tag}";
        report.AddTimes("load of the demo image / `tar -xzf` of its layers into folders", Race.Between(rounds, () => Load(layout), Unpack), 0.9);
        report.AddTimes("load of its archive / `podman load`", Race.Between(rounds, () => Load(archive), PodmanLoad), 0.5);
        Command.Shell($"rm -rf --one-file-system '{store}' '{folders}' '{archive}'");
        podman.Reset();
    }
}
