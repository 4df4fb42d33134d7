using System.Security.Cryptography;
using System.Text;
using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Containers.Tests;

/// <summary>A mounted tree as lines of text: everything of every inode, and which names are one inode.</summary>
internal static class TreeListing
{
    public static List<string> Of(string path)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd root).OrThrow(path);
        using FileFd owned = root;
        List<string> lines = [];
        Dictionary<ulong, string> firstNames = [];
        Add(root, "", lines, firstNames);
        return lines;
    }

    private static void Add(FileFd folder, string path, List<string> lines, Dictionary<ulong, string> firstNames)
    {
        Sys.FStat(folder, out FileStat own).OrThrow(path);
        lines.Add(Line(path + "/", own, Xattrs(folder, "."u8)));
        List<byte[]> names = [];
        DirectoryReader reader = new(folder, new byte[32 * 1024]);
        while (reader.Next(out Errno error))
        {
            error.OrThrow(path);
            names.Add(reader.Name.ToArray());
        }

        names.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
        foreach (byte[] name in names)
        {
            string full = $"{path}/{PathText.Show(name)}";
            Sys.StatAt(folder, name, out FileStat stat).OrThrow(full);
            if (stat.IsDirectory)
            {
                Sys.OpenAt(folder, name, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd child).OrThrow(full);
                using FileFd owned = child;
                Add(child, full, lines, firstNames);
                continue;
            }

            bool isFirst = firstNames.TryAdd(stat.Ino, full);
            string rest = isFirst ? Xattrs(folder, name) + Content(folder, name, stat) : $" = {firstNames[stat.Ino]}";
            lines.Add(Line(full, stat, rest));
        }
    }

    private static string Line(string path, in FileStat stat, string rest)
    {
        bool isDevice = (stat.Mode & FileMode.TypeMask) is FileMode.CharDevice or FileMode.BlockDevice;
        string size = stat.IsRegular ? $" {stat.Size}" : isDevice ? $" {stat.Rdev}" : "";
        return $"{path} {Convert.ToString(stat.Mode, 8)} {stat.Uid}:{stat.Gid} {stat.Modified.Seconds}.{stat.Modified.Nanoseconds}{size}{rest}";
    }

    private static string Content(FileFd folder, byte[] name, in FileStat stat)
    {
        if (stat.IsSymlink)
        {
            byte[] target = new byte[PathText.MaxLength];
            Sys.ReadLinkAt(folder, name, target, out int length).OrThrow("readlink");
            return " -> " + PathText.Show(target.AsSpan(0, length));
        }

        if (!stat.IsRegular)
        {
            return "";
        }

        Sys.OpenAt(folder, name, OpenFlags.ReadOnly, out FileFd file).OrThrow(PathText.Show(name));
        using FileFd owned = file;
        byte[] content = new byte[stat.Size + 1];
        int filled = 0;
        int count = 1;
        while (count > 0)
        {
            Sys.PRead(file, content.AsSpan(filled), filled, out count).OrThrow(PathText.Show(name));
            filled += count;
        }

        return " " + Convert.ToHexString(SHA256.HashData(content.AsSpan(0, filled)))[..16];
    }

    private static string Xattrs(FileFd folder, ReadOnlySpan<byte> name)
    {
        byte[] list = new byte[64 * 1024];
        if (Sys.LListXattr(folder, name, list, out int length) != Errno.Ok || length == 0)
        {
            return "";
        }

        byte[] value = new byte[64 * 1024];
        StringBuilder text = new();
        foreach (string xattr in Encoding.UTF8.GetString(list, 0, length - 1).Split('\0').Order(StringComparer.Ordinal))
        {
            Sys.LGetXattr(folder, name, PathText.Bytes(xattr), value, out int size).OrThrow(xattr);
            text.Append($" {xattr}={Convert.ToHexString(value, 0, size)}");
        }

        return text.ToString();
    }
}
