using System.Globalization;
using System.Security.Cryptography;

namespace Strata.Bench.Peers;

/// <summary>What the store costs on disk, everything counted, against what it holds.</summary>
internal static class DiskSection
{
    public static void Measure(Workspace workspace, Report report)
    {
        // Contents of the layers, each once.
        Dictionary<string, long> contents = [];
        long nodes = 0;
        foreach (string folder in workspace.LayerFolders)
        {
            foreach (FileSystemInfo node in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything))
            {
                nodes++;
                if (node is FileInfo { LinkTarget: null, UnixFileMode: var _ } file && (file.Attributes & FileAttributes.Device) == 0 && file.Length > 0)
                {
                    using FileStream stream = file.OpenRead();
                    contents[Convert.ToHexString(SHA256.HashData(stream))] = file.Length;
                }
            }
        }

        long unique = contents.Values.Sum();
        long bytes = Number(Command.Output("du", "-s", "--block-size=1", workspace.Store).Split('\t')[0]);
        long inodes = Number(Command.Output("bash", "-c", $"find '{workspace.Store}' | wc -l").Trim());
        report.Add("bytes on disk / unique bytes of file contents", $"{bytes / 1048576.0:0.0} MiB", $"{unique / 1048576.0:0.0} MiB", (double)bytes / unique, 1.08);
        report.Add("inodes on disk / files, folders and links of the unpacked layers", $"{inodes}", $"{nodes}", (double)inodes / nodes, 0.3);
    }

    private static EnumerationOptions Everything => new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
