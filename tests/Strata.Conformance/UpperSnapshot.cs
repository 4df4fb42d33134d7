using Strata.Linux;

namespace Strata.Conformance;

/// <summary>What lies in an upper, in overlayfs's terms: what a driver must write so that another one can go on.</summary>
internal static class UpperSnapshot
{
    private static readonly string NameCount = Privilege.MarkPrefix + "nlink";
    private static readonly string Metacopy = Privilege.MarkPrefix + "metacopy";

    /// <summary>Free to each driver: where something came from, hints for speed. Whether the content lies below is shown in its place.</summary>
    private static readonly string[] Free = [Privilege.MarkPrefix + "origin", Privilege.MarkPrefix + "impure", Privilege.MarkPrefix + "uuid", Metacopy];

    /// <summary>What a <see cref="LowerView"/> reads: by their meaning, not by their spelling.</summary>
    private static readonly string[] Understood = [Privilege.MarkPrefix + "opaque", Privilege.MarkPrefix + "redirect"];

    /// <summary>Everything below a directory at the root of an upper; nothing where the upper does not have it.</summary>
    /// <param name="upper">Path of the upper.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="lowers">What lies below.</param>
    /// <param name="indexed">
    /// Whether hard links of the lower come up one by one. Files of the index are left out then, and directories that only
    /// continue the lower's: overlayfs brings the name by which a file is changed into the upper, ours every name that is
    /// known (docs/conformance.md).
    /// </param>
    public static List<string> Of(string upper, string directory, LowerView lowers, bool indexed)
    {
        using FileFd root = Open(upper);
        List<string> lines = [];
        if (Sys.StatAt(root, PathText.Bytes(directory), out _) == Errno.Ok)
        {
            Add(root, directory, "", lowers, indexed, lines);
        }

        return lines;
    }

    /// <summary>Everything in a folder, with all marks as they are.</summary>
    public static List<string> OfFolder(string folder)
    {
        using FileFd root = Open(folder);
        List<string> lines = [];
        Add(root, ".", null, null, indexed: false, lines);
        return lines;
    }

    private static FileFd Open(string folder)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(folder), OpenFlags.Directory, out FileFd root).OrThrow(folder);
        return root;
    }

    private static void Add(FileFd root, string path, string? parent, LowerView? lowers, bool indexed, List<string> lines)
    {
        byte[] bytes = PathText.Bytes(path);
        Sys.StatAt(root, bytes, out FileStat stat).OrThrow(path);
        if (stat.IsWhiteout)
        {
            lines.Add($"{path} whiteout");
            return;
        }

        string[] all = [.. Scene.Xattrs(root, bytes)];
        if (indexed && all.Any(x => Name(x) == NameCount))
        {
            return;
        }

        stat.Links = stat.IsDirectory ? 0 : stat.Links;
        IEnumerable<string> xattrs = all.Where(x => !Free.Contains(Name(x)) && (lowers is null || !Understood.Contains(Name(x))));
        string? continued = stat.IsDirectory ? lowers?.Continued(root, path, parent) : null;
        string content = stat.Size > 0 && all.Any(x => Name(x) == Metacopy) ? "content below" : TreeSnapshot.Content(root, bytes, stat);
        int first = lines.Count;
        lines.Add(string.Join(' ', [path, Scene.Show(stat), content, .. xattrs, continued is null ? "" : $"continues {continued}"]));
        if (!stat.IsDirectory)
        {
            return;
        }

        foreach (string name in TreeSnapshot.Names(root, bytes))
        {
            Add(root, $"{path}/{name}", continued, lowers, indexed, lines);
        }

        if (indexed && continued == path && lines.Count == first + 1)
        {
            lines.RemoveAt(first);
        }
    }

    private static string Name(string xattr) => xattr.Split('=')[0];
}
