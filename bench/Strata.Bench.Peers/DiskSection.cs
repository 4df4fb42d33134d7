using System.Globalization;
using System.Security.Cryptography;

namespace Strata.Bench.Peers;

/// <summary>What the store costs on disk, everything counted, against what it holds.</summary>
internal static class DiskSection
{
    public static void Measure(Workspace workspace, Report report)
    {
        // Contents of the layers, each once; links are not followed.
        Dictionary<string, long> contents = [];
        string layers = Path.GetDirectoryName(workspace.Demo.Layers[0])!;
        foreach (string file in Command.Output("find", layers, "-type", "f", "-size", "+0", "-print0").Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            using FileStream stream = File.OpenRead(file);
            contents[Convert.ToHexString(SHA256.HashData(stream))] = stream.Length;
        }

        long nodes = Number(Command.Output("bash", "-c", $"find '{layers}' -mindepth 2 | wc -l").Trim());
        long unique = contents.Values.Sum();
        long bytes = Number(Command.Output("du", "-s", "--block-size=1", workspace.Demo.Store).Split('\t')[0]);
        long inodes = Number(Command.Output("bash", "-c", $"find '{workspace.Demo.Store}' | wc -l").Trim());
        report.Add("bytes on disk / unique bytes of file contents", $"{bytes / 1048576.0:0.0} MiB", $"{unique / 1048576.0:0.0} MiB", (double)bytes / unique, 1.08);
        report.Add("inodes on disk / files, folders and links of the unpacked layers", $"{inodes}", $"{nodes}", (double)inodes / nodes, 0.3);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
