using System.Text;
using Strata.Blobs;
using Strata.Linux;
using Xunit;

namespace Strata.Layers.Tests;

/// <summary>
/// A tree as text, a line per path, so that trees of different origin can be compared: attributes, link target, digest of
/// the content, xattrs, and of a file with several names the first of them.
/// </summary>
internal sealed class ChainListing
{
    private readonly SortedDictionary<string, (string Text, ulong Inode, bool IsDirectory)> lines = new(StringComparer.Ordinal);

    public void Add(string path, in FileStat stat, string detail, IEnumerable<string> xattrs)
    {
        string size = stat.IsDirectory ? "-" : stat.Size.ToString();
        string text = $"mode {Convert.ToString(stat.Mode, 8)} owner {stat.Uid}:{stat.Gid} links {stat.Links} size {size} "
            + $"time {stat.Modified.Seconds}.{stat.Modified.Nanoseconds:d9} device {stat.Rdev.Major}:{stat.Rdev.Minor} "
            + $"{detail} [{string.Join(' ', xattrs.Order(StringComparer.Ordinal))}]";
        lines.Add(path, (text, stat.Ino, stat.IsDirectory));
    }

    public override string ToString()
    {
        StringBuilder text = new();
        Dictionary<ulong, string> firstNames = [];
        foreach ((string path, (string line, ulong inode, bool isDirectory)) in lines)
        {
            string first = isDirectory || firstNames.TryAdd(inode, path) ? "" : $" as {firstNames[inode]}";
            text.Append($"/{path}: {line}{first}\n");
        }

        return text.ToString();
    }

    public static ChainListing Of(ChainImage image)
    {
        ChainListing listing = new();
        Stack<(string Path, ulong Nid)> rest = new([("", image.RootNid)]);
        while (rest.TryPop(out (string Path, ulong Nid) item))
        {
            image.GetInode(item.Nid, out ChainInode inode).OrThrow();
            listing.Add(item.Path, inode.Stat, DetailOf(image, item.Nid, inode), XattrsOf(image, item.Nid));
            if (!inode.Stat.IsDirectory)
            {
                continue;
            }

            ChainDirectoryReader entries = image.ReadDirectory(item.Nid);
            Errno error;
            while (entries.Next(out error))
            {
                image.Lookup(item.Nid, entries.Name, out ulong nid).OrThrow();
                Assert.Equal(entries.Nid, nid);
                image.GetInode(nid, out ChainInode child).OrThrow();
                Assert.Equal(Strata.Linux.FileMode.ToDirentType(child.Stat.Mode), entries.Type);
                rest.Push((Join(item.Path, Encoding.Latin1.GetString(entries.Name)), nid));
            }

            error.OrThrow();
        }

        return listing;
    }

    public static string Join(string directory, string name) => directory.Length == 0 ? name : $"{directory}/{name}";

    public static string ContentDetail(ReadOnlySpan<byte> content) => ContentDetail(Digest.Of(content));

    public static string ContentDetail(in Digest digest) => $"content {digest.Hex}";

    public static string SymlinkDetail(ReadOnlySpan<byte> target) => $"to {Encoding.Latin1.GetString(target)}";

    public static string XattrText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => $"{Encoding.Latin1.GetString(name)}={Convert.ToHexString(value)}";

    private static string DetailOf(ChainImage image, ulong nid, in ChainInode inode)
    {
        switch (inode.Content)
        {
            case ChainContentKind.Inline:
                image.GetContent(nid, out ReadOnlySpan<byte> content).OrThrow();
                return ContentDetail(content);
            case ChainContentKind.Object:
                return ContentDetail(inode.Object);
            case ChainContentKind.None when inode.Stat.IsSymlink:
                image.ReadLink(nid, out ReadOnlySpan<byte> target).OrThrow();
                return SymlinkDetail(target);
            default:
                return "";
        }
    }

    private static List<string> XattrsOf(ChainImage image, ulong nid)
    {
        List<string> found = [];
        ChainXattrReader xattrs = image.ReadXattrs(nid);
        Errno error;
        while (xattrs.Next(out error))
        {
            byte[] name = new byte[xattrs.NameLength];
            xattrs.CopyName(name);
            image.GetXattr(nid, name, out ReadOnlySpan<byte> value).OrThrow();
            Assert.True(value.SequenceEqual(xattrs.Value));
            found.Add(XattrText(name, xattrs.Value));
        }

        error.OrThrow();
        return found;
    }
}
