using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>Hard links: the first name of an inode is the file, every further one a link to it.</summary>
public sealed partial class UnionScan
{
    private readonly Dictionary<(bool InUpper, ulong Ino), byte[]> firstNames = [];
    private readonly Dictionary<ulong, long> unseenLinks = []; // By inode of the lower: names that no entry had yet, of files that are named in full.
    private readonly ScanIndex index;

    /// <summary>
    /// Whether an inode has been seen under another name. A file of the lower that was copied up through another of its
    /// names is what it was copied to: <paramref name="stat"/> and <paramref name="source"/> become that.
    /// </summary>
    private bool TryLink(byte[] path, bool inUpper, ref FileStat stat, ref ScanSource source, out byte[] target)
    {
        target = [];
        bool isIndexed = false;
        if (!inUpper && index.TryFind(stat.Ino, out byte[] name))
        {
            isIndexed = true; // Its names in the lower are not among the links of the copy.
            source = ScanSource.InUpper(index.Folder, name);
            Sys.StatAt(index.Folder, name, out stat).OrThrow($"look at /{PathText.Show(path)} in the index");
            inUpper = true;
        }

        if (stat.Links < 2 && !isIndexed)
        {
            return false;
        }

        if (!inUpper)
        {
            unseenLinks[stat.Ino] = unseenLinks.GetValueOrDefault(stat.Ino, stat.Links) - 1;
        }

        if (firstNames.TryGetValue((inUpper, stat.Ino), out byte[]? first))
        {
            target = first;
            return true;
        }

        firstNames.Add((inUpper, stat.Ino), path);
        return false;
    }

    /// <summary>
    /// Names that only the lower has, of files that were copied up under another name, or that were moved with a directory:
    /// they are links to what the layer has. Their
    /// directories come before them, since a layer that names something names what it lies in.
    /// </summary>
    private IEnumerable<ScanEntry> LinksBelow(ScanFolder folder)
    {
        foreach (ScanName name in ReadNames(folder, withLower: true))
        {
            if (name.InUpper ? !name.IsGone && name.Stat.IsDirectory : name.Type == FileMode.ToDirentType(FileMode.Directory))
            {
                using ScanFolder child = OpenChild(folder, name);
                bool isFirst = true;
                foreach (ScanEntry entry in LinksBelow(child))
                {
                    if (isFirst)
                    {
                        yield return DescribeFolder(folder, name);
                        isFirst = false;
                    }

                    yield return entry;
                }
            }
            else if (!name.InUpper && folder.Continues && (index.TryFind(name.LowerIno, out _) || unseenLinks.ContainsKey(name.LowerIno)))
            {
                Lower.Lookup(folder.Merged, name.Bytes, out LowerId id, out FileStat stat).OrThrow($"find /{PathText.Show(folder.PathOf(name.Bytes))} in what lies below");
                yield return Describe(folder, name, stat, id, LowerId.None, default);
            }
        }
    }

    private ScanFolder OpenChild(ScanFolder folder, ScanName name)
    {
        LowerId below = folder.Continues ? FindInLower(folder, name.Bytes, wantsDirectory: true) : LowerId.None;
        if (name.InUpper)
        {
            return OpenUpper(folder, name.Bytes, below);
        }

        LowerId merged = FindInLower(folder, name.Bytes, wantsDirectory: true);
        return new ScanFolder(folder.PathOf(name.Bytes)) { Merged = merged, Below = below };
    }

    private ScanEntry DescribeFolder(ScanFolder folder, ScanName name)
    {
        LowerId merged = LowerId.None;
        FileStat stat = name.Stat;
        if (!name.InUpper)
        {
            Lower.Lookup(folder.Merged, name.Bytes, out merged, out stat).OrThrow($"find /{PathText.Show(folder.PathOf(name.Bytes))} in what lies below");
        }

        return Describe(folder, name, stat, merged, merged, stat);
    }
}
