using Strata.Layers;
using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// Reads a union without mounting it: a lower, and an upper folder where there is one, with all marks of overlayfs resolved.
/// Directories come before what is in them, names in the order of their bytes: the same tree always gives the same entries,
/// whatever driver wrote the upper. Takes no lock, and changes nothing: an upper that is mounted may change meanwhile, and what
/// goes away before it was described is passed over. Not safe for several threads.
/// </summary>
public sealed partial class UnionScan : IDisposable
{
    private static readonly Comparison<ScanName> byName = (a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes);
    private readonly FileFd upper;
    private readonly OverlayXattrs xattrs;

    /// <summary>Begins a scan.</summary>
    /// <param name="lower">What lies below; owned from now on, unless this throws.</param>
    /// <param name="upper">The upper folder, owned as well; no descriptor where there is none.</param>
    /// <param name="work">Its work folder, for the index of hard links in it; borrowed, and no descriptor where there is none.</param>
    /// <param name="xattrs">The names of the marks in the upper.</param>
    public UnionScan(ChainLower lower, FileFd upper, FileFd work, OverlayXattrs xattrs)
    {
        Lower = lower;
        this.upper = upper;
        this.xattrs = xattrs;
        index = work.IsOpen ? ScanIndex.Read(work, lower, xattrs) : new ScanIndex(default);
    }

    internal ChainLower Lower { get; }

    /// <summary>
    /// What a layer over the lower has to say to give the union: entries, whiteouts and opaque directories. Directories and
    /// files that lie in the upper without being different are among them (<see cref="ScanEntry.ChangesFromBelow"/>). What is
    /// renamed is there in full. Costs what lies in the upper; where hard links of the lower were copied up or moved, also a
    /// walk over the lower's names.
    /// </summary>
    public IEnumerable<ScanEntry> Changes() => Scan(isRelative: true);

    /// <summary>The whole tree, as a mount would show it: no whiteouts, nothing hidden.</summary>
    public IEnumerable<ScanEntry> Whole() => Scan(isRelative: false);

    /// <inheritdoc/>
    public void Dispose()
    {
        index.Dispose();
        upper.Dispose();
        Lower.Dispose();
    }

    private IEnumerable<ScanEntry> Scan(bool isRelative)
    {
        firstNames.Clear();
        unseenLinks.Clear();
        using ScanFolder root = OpenRoot();
        yield return DescribeRoot(root, isRelative);
        foreach (ScanEntry entry in Walk(root, isRelative))
        {
            yield return entry;
        }

        if (isRelative && (!index.IsEmpty || unseenLinks.Values.Any(count => count > 0)))
        {
            foreach (ScanEntry entry in LinksBelow(root))
            {
                yield return entry;
            }
        }
    }

    private IEnumerable<ScanEntry> Walk(ScanFolder folder, bool isRelative)
    {
        bool continues = isRelative && folder.Continues;
        List<ScanName> names = ReadNames(folder, withLower: !continues);
        if (isRelative && !continues && !folder.Below.IsNone && Lower.NextEntry(folder.Below, 0, out _) == Errno.Ok)
        {
            yield return new ScanEntry(new LayerEntry { Path = folder.Path, Kind = EntryKind.Opaque });
        }

        foreach (ScanName name in names)
        {
            if (continues && name.IsGone && Lower.Contains(folder.Below, name.Bytes))
            {
                yield return new ScanEntry(new LayerEntry { Path = folder.PathOf(name.Bytes), Kind = EntryKind.Whiteout });
            }
        }

        foreach (ScanName name in names)
        {
            if (name.IsGone)
            {
                continue;
            }

            LowerId below = LowerId.None;
            FileStat belowStat = default;
            if (continues)
            {
                Found(Lower.Lookup(folder.Below, name.Bytes, out below, out belowStat), folder, name);
            }

            LowerId merged = LowerId.None;
            FileStat mergedStat = default;
            if (!name.InUpper)
            {
                Found(Lower.Lookup(folder.Merged, name.Bytes, out merged, out mergedStat), folder, name);
            }

            ScanEntry? found = Describe(folder, name, merged, mergedStat, below, belowStat);
            if (found is null)
            {
                continue;
            }

            using (found)
            {
                yield return found;
            }

            if (found.Inode.Kind == EntryKind.Directory)
            {
                using ScanFolder? child = name.InUpper
                    ? OpenUpper(folder, name.Bytes, belowStat.IsDirectory ? below : LowerId.None)
                    : new ScanFolder(folder.PathOf(name.Bytes)) { Merged = merged };
                foreach (ScanEntry entry in child is null ? [] : Walk(child, isRelative))
                {
                    yield return entry;
                }
            }
        }
    }

    /// <summary>What is not there is none; anything else ends the scan.</summary>
    private static void Found(Errno error, ScanFolder folder, ScanName name)
    {
        if (error is not (Errno.Ok or Errno.ENOENT))
        {
            throw new LinuxException(error, $"find /{PathText.Show(folder.PathOf(name.Bytes))} in what lies below");
        }
    }

    private ScanFolder OpenRoot()
    {
        FileFd own = default;
        UpperMarks marks = UpperMarks.None;
        if (upper.IsOpen)
        {
            Sys.OpenAt(upper, "."u8, OpenFlags.ReadOnly | OpenFlags.Directory, out own).OrThrow("open the upper folder");
            Errno error = xattrs.ReadMarks(own, mayHide: true, out marks);
            if (error != Errno.Ok)
            {
                own.Dispose();
                error.OrThrow("read the marks of the upper folder");
            }
        }

        return new ScanFolder([])
        {
            Upper = own,
            Merged = Lower.Root,
            Below = Lower.Root,
            XattrWhiteouts = (marks & UpperMarks.XattrWhiteouts) != 0,
        };
    }
}
