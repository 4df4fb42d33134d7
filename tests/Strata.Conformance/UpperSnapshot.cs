using Strata.Linux;

namespace Strata.Conformance;

/// <summary>What lies in an upper, in overlayfs's terms: what a driver must write so that another one can go on.</summary>
internal static class UpperSnapshot
{
    /// <summary>Free to each driver: where something came from, hints for speed, and counts that only index=on reads.</summary>
    private static readonly string[] Free =
        ["trusted.overlay.origin", "trusted.overlay.impure", "trusted.overlay.nlink", "trusted.overlay.uuid"];

    /// <summary>What a <see cref="LowerView"/> reads: by their meaning, not by their spelling.</summary>
    private static readonly string[] Understood = ["trusted.overlay.opaque", "trusted.overlay.redirect"];

    /// <summary>Everything below a directory at the root of an upper; nothing where the upper does not have it.</summary>
    public static List<string> Of(string upper, string directory, LowerView lowers)
    {
        using FileFd root = Open(upper);
        List<string> lines = [];
        if (Sys.StatAt(root, PathText.Bytes(directory), out _) == Errno.Ok)
        {
            Add(root, directory, "", lowers, lines);
        }

        return lines;
    }

    /// <summary>Everything in a folder, with all marks as they are.</summary>
    public static List<string> OfFolder(string folder)
    {
        using FileFd root = Open(folder);
        List<string> lines = [];
        Add(root, ".", null, null, lines);
        return lines;
    }

    private static FileFd Open(string folder)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(folder), OpenFlags.Directory, out FileFd root).OrThrow(folder);
        return root;
    }

    private static void Add(FileFd root, string path, string? parent, LowerView? lowers, List<string> lines)
    {
        byte[] bytes = PathText.Bytes(path);
        Sys.StatAt(root, bytes, out FileStat stat).OrThrow(path);
        if (stat.IsWhiteout)
        {
            lines.Add($"{path} whiteout");
            return;
        }

        stat.Links = stat.IsDirectory ? 0 : stat.Links;
        IEnumerable<string> xattrs = Scene.Xattrs(root, bytes).Where(x => !Free.Contains(Name(x)) && (lowers is null || !Understood.Contains(Name(x))));
        string? continued = stat.IsDirectory ? lowers?.Continued(root, path, parent) : null;
        lines.Add(string.Join(' ', [path, Scene.Show(stat), TreeSnapshot.Content(root, bytes, stat), .. xattrs, continued is null ? "" : $"continues {continued}"]));
        if (stat.IsDirectory)
        {
            foreach (string name in TreeSnapshot.Names(root, bytes))
            {
                Add(root, $"{path}/{name}", continued, lowers, lines);
            }
        }
    }

    private static string Name(string xattr) => xattr.Split('=')[0];
}
