using Strata.Linux;

namespace Strata.Conformance;

/// <summary>What lies in an upper, in overlayfs's terms: what a driver must write so that another one can go on.</summary>
internal static class UpperSnapshot
{
    /// <summary>Free to each driver: where something came from, hints for speed, and counts that only index=on reads.</summary>
    private static readonly string[] Free =
        ["trusted.overlay.origin", "trusted.overlay.impure", "trusted.overlay.nlink", "trusted.overlay.uuid"];

    /// <summary>Everything below a directory of an upper; nothing where the upper does not have it.</summary>
    public static List<string> Of(string upper, string directory)
    {
        List<string> lines = [];
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(upper), OpenFlags.Directory, out FileFd root).OrThrow(upper);
        using FileFd owned = root;
        if (Sys.StatAt(root, PathText.Bytes(directory), out _) == Errno.Ok)
        {
            Add(root, directory, lines);
        }

        return lines;
    }

    private static void Add(FileFd root, string path, List<string> lines)
    {
        byte[] bytes = PathText.Bytes(path);
        Sys.StatAt(root, bytes, out FileStat stat).OrThrow(path);
        if (stat.IsWhiteout)
        {
            lines.Add($"{path} whiteout");
            return;
        }

        stat.Links = stat.IsDirectory ? 0 : stat.Links;
        IEnumerable<string> xattrs = Scene.Xattrs(root, bytes).Where(x => !Free.Contains(x.Split('=')[0]));
        lines.Add(string.Join(' ', [path, Scene.Show(stat), TreeSnapshot.Content(root, bytes, stat), .. xattrs]));
        if (stat.IsDirectory)
        {
            foreach (string name in TreeSnapshot.Names(root, bytes))
            {
                Add(root, $"{path}/{name}", lines);
            }
        }
    }
}
