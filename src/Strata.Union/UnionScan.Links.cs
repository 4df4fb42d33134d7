using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>Hard links: the first name of an inode is the file, every further one a link to it.</summary>
public sealed partial class UnionScan
{
    private readonly Dictionary<(bool InUpper, ulong Ino), byte[]> firstNames = [];
    private readonly Dictionary<ulong, long> unseenLinks = []; // By inode of the lower: names that no entry had yet, of files that are named in full.
    private readonly ScanIndex index;

    /// <summary>Whether an inode has been seen under another name.</summary>
    /// <param name="path">The name.</param>
    /// <param name="source">Where the inode lies.</param>
    /// <param name="stat">Its attributes.</param>
    /// <param name="isIndexed">Whether it lies in the index: its names in the lower are not among its links.</param>
    /// <param name="target">The other name.</param>
    private bool TryLink(byte[] path, in ScanSource source, in FileStat stat, bool isIndexed, out byte[] target)
    {
        target = [];
        if (stat.Links < 2 && !isIndexed)
        {
            return false;
        }

        bool inUpper = source.Lower.IsNone;
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
            ScanEntry? found = null;
            if (name.InUpper ? !name.IsGone && name.Stat.IsDirectory : name.Type == FileMode.ToDirentType(FileMode.Directory))
            {
                using ScanFolder? child = OpenChild(folder, name);
                if (child is null)
                {
                    continue;
                }

                foreach (ScanEntry entry in LinksBelow(child))
                {
                    if (found is null)
                    {
                        found = DescribeFolder(folder, name);
                        if (found is null)
                        {
                            break;
                        }

                        using (found)
                        {
                            yield return found;
                        }
                    }

                    yield return entry;
                }
            }
            else if (!name.InUpper && folder.Continues && (index.TryFind(name.LowerIno, out _) || unseenLinks.ContainsKey(name.LowerIno)))
            {
                Lower.Lookup(folder.Merged, name.Bytes, out LowerId id, out FileStat stat).OrThrow($"find /{PathText.Show(folder.PathOf(name.Bytes))} in what lies below");
                found = Describe(folder, name, id, stat, LowerId.None, default);
                if (found is not null)
                {
                    using (found)
                    {
                        yield return found;
                    }
                }
            }
        }
    }

    private ScanFolder? OpenChild(ScanFolder folder, ScanName name)
    {
        LowerId below = folder.Continues ? FindInLower(folder, name.Bytes, wantsDirectory: true) : LowerId.None;
        return name.InUpper
            ? OpenUpper(folder, name.Bytes, below)
            : new ScanFolder(folder.PathOf(name.Bytes)) { Merged = FindInLower(folder, name.Bytes, wantsDirectory: true), Below = below };
    }

    private ScanEntry? DescribeFolder(ScanFolder folder, ScanName name)
    {
        LowerId merged = LowerId.None;
        FileStat stat = name.Stat;
        if (!name.InUpper)
        {
            Lower.Lookup(folder.Merged, name.Bytes, out merged, out stat).OrThrow($"find /{PathText.Show(folder.PathOf(name.Bytes))} in what lies below");
        }

        return Describe(folder, name, merged, stat, merged, stat);
    }
}
