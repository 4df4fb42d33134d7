using System.Runtime.InteropServices;
using System.Text;
using Strata.Linux;

namespace Strata.Bench.Peers.Trees;

/// <summary>
/// A tree of real files: what lies in /usr, in the .NET SDK and in packages of this machine, in the order of the names, up to a
/// number of nodes; the same once more under another name where there is not enough. Large files are few, so that several
/// copies of the tree fit on a disk: all up to 128 KiB, one of sixteen above that, none above 16 MiB.
/// </summary>
internal static class RealTree
{
    private const long LargeFile = 128 << 10;
    private const long LargestFile = 16 << 20;

    /// <summary>The nodes, each folder before what lies in it.</summary>
    public static IReadOnlyList<Node> Collect(int wanted)
    {
        List<Node> nodes = [];
        string dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        string packages = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");
        string[] roots = [.. new[] { "/usr", dotnet, packages }.Where(root => Directory.Exists(root) && (root == "/usr" || !root.StartsWith("/usr/", StringComparison.Ordinal)))];
        for (int pass = 0; nodes.Count < wanted; pass++)
        {
            foreach (string root in roots)
            {
                string name = (pass == 0 ? "" : $"again{pass}-") + Path.GetFileName(root);
                Add(root, name, nodes, wanted);
            }
        }

        return nodes;
    }

    /// <summary>Everything below a folder, sizes as they are.</summary>
    public static IReadOnlyList<Node> All(string folder)
    {
        List<Node> nodes = [];
        foreach (string name in Names(folder))
        {
            Add($"{folder}/{name}", name, nodes, int.MaxValue, long.MaxValue);
        }

        return nodes;
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static void Add(string source, string path, List<Node> nodes, int wanted, long anySize = LargeFile)
    {
        if (nodes.Count >= wanted || Describe(source, path, anySize) is not { } node)
        {
            return;
        }

        nodes.Add(node);
        if (node.Kind == NodeKind.Folder)
        {
            foreach (string name in Names(source))
            {
                Add($"{source}/{name}", $"{path}/{name}", nodes, wanted, anySize);
            }
        }
    }

    /// <summary>Null for what is left out: devices, names that are not UTF-8 or that a layer's tar reserves, most large files.</summary>
    private static Node? Describe(string source, string path, long anySize)
    {
        byte[] bytes = PathText.Bytes(source);
        string name = Path.GetFileName(path);
        if (name.StartsWith(".wh.", StringComparison.Ordinal) || name.Contains('\uFFFD', StringComparison.Ordinal) || name.Contains('\n', StringComparison.Ordinal)
            || Sys.StatAt(FileFd.WorkingDirectory, bytes, out FileStat stat) != Errno.Ok)
        {
            return null;
        }

        Node node = new(path, NodeKind.Folder) { Source = source, Permissions = stat.Mode & 0x1FF, Modified = new Timestamp(stat.Modified.Seconds, 0) };
        if (stat.IsDirectory)
        {
            return node;
        }

        if (stat.IsSymlink)
        {
            byte[] target = new byte[PathText.MaxLength];
            Sys.ReadLinkAt(FileFd.WorkingDirectory, bytes, target, out int length).OrThrow(source);
            return node with { Kind = NodeKind.Symlink, Target = Encoding.UTF8.GetString(target, 0, length) };
        }

        long size = (long)stat.Size;
        bool wanted = stat.IsRegular && (size <= anySize || (size <= LargestFile && Chance.Of("large", path) < 1.0 / 16));
        return wanted ? node with { Kind = NodeKind.File, Size = size } : null;
    }
}
