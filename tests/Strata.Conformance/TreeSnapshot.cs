using Strata.Linux;

namespace Strata.Conformance;

/// <summary>A tree as a program sees it: a line for each name, sorted.</summary>
internal static class TreeSnapshot
{
    /// <summary>Everything below a directory of a mount, the directory itself included as ".".</summary>
    public static List<string> Of(FileFd directory)
    {
        List<string> lines = [];
        Add(directory, ".", lines);
        return lines;
    }

    private static void Add(FileFd root, string path, List<string> lines)
    {
        byte[] bytes = PathText.Bytes(path);
        Errno error = Sys.StatAt(root, bytes, out FileStat stat);
        if (error != Errno.Ok)
        {
            lines.Add($"{path} {error}");
            return;
        }

        stat.Links = stat.IsDirectory ? 0 : stat.Links;
        lines.Add(string.Join(' ', [path, Scene.Show(stat), Content(root, bytes, stat), .. Scene.Xattrs(root, bytes)]));
        if (stat.IsDirectory)
        {
            foreach (string name in Names(root, bytes))
            {
                Add(root, $"{path}/{name}", lines);
            }
        }
    }

    internal static string Content(FileFd root, byte[] path, FileStat stat)
    {
        if (stat.IsRegular)
        {
            Errno error = Sys.OpenAt(root, path, OpenFlags.NoFollow, out FileFd file);
            using FileFd owned = file;
            return error == Errno.Ok ? Scene.ShowAll(file, out _) : error.ToString();
        }

        if (stat.IsSymlink)
        {
            byte[] target = new byte[4096];
            Errno error = Sys.ReadLinkAt(root, path, target, out int length);
            return error == Errno.Ok ? $"-> {PathText.Show(target.AsSpan(0, length))}" : error.ToString();
        }

        return "";
    }

    internal static List<string> Names(FileFd root, byte[] path)
    {
        List<string> names = [];
        Sys.OpenAt(root, path, OpenFlags.Directory | OpenFlags.NoFollow, out FileFd folder).OrThrow(PathText.Show(path));
        using FileFd owned = folder;
        DirectoryReader reader = new(folder, new byte[8192]);
        while (reader.Next(out Errno error))
        {
            error.OrThrow();
            names.Add(PathText.Show(reader.Name));
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
