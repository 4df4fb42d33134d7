using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Union;

/// <summary>
/// Something that a scan found: valid until the scan goes on.
/// </summary>
public sealed class ScanEntry : IDisposable
{
    private readonly UnionScan? scan;
    private readonly ScanSource content;
    private readonly LowerId below;
    private readonly FileFd opened;

    internal ScanEntry(LayerEntry mark)
    {
        Inode = mark;
    }

    /// <param name="scan">What found it.</param>
    /// <param name="inode">It.</param>
    /// <param name="content">Where its content lies.</param>
    /// <param name="opened">Held until it is closed; owned.</param>
    /// <param name="belowEntry">What the lower has at its path.</param>
    /// <param name="below">The same.</param>
    internal ScanEntry(UnionScan scan, LayerEntry inode, ScanSource content, FileFd opened, LayerEntry? belowEntry, LowerId below)
    {
        this.opened = opened;
        this.scan = scan;
        this.content = content;
        this.below = below;
        Inode = inode;
        Below = belowEntry;
    }

    /// <summary>What it is, without the content; of a file with several names every one is the file.</summary>
    public LayerEntry Inode { get; }

    /// <summary>The same as an entry of a layer: further names of a file are hard links to the first.</summary>
    public LayerEntry Entry => LinkedTo is null ? Inode
        : new LayerEntry { Path = Inode.Path, Kind = EntryKind.HardLink, LinkTarget = LinkedTo, Permissions = Inode.Permissions, Uid = Inode.Uid, Gid = Inode.Gid, Modified = Inode.Modified };

    /// <summary>Whether it is a file with several names, or the copy of one: then it matters even if it is as before.</summary>
    public bool HasSeveralNames { get; internal init; }

    internal byte[]? LinkedTo { get; init; }

    /// <summary>What the lower has at the same path, where anything is compared with it; null where nothing is there.</summary>
    public LayerEntry? Below { get; }

    /// <summary>What is different from <see cref="Below"/>, where there is one; the content of files of the same size is read for it.</summary>
    public EntryChange ChangesFromBelow()
    {
        EntryChange changes = EntryChanges.Between(Below ?? throw new InvalidOperationException("nothing lies below"), Inode);
        if (Inode.Kind == EntryKind.File && Below.Kind == EntryKind.File && (changes & EntryChange.Size) == 0 && Inode.Size > 0
            && content.Lower != below && !UnionScan.HaveSameContent(scan!, content, scan!, ScanSource.InLower(below)))
        {
            changes |= EntryChange.Content;
        }

        return changes;
    }

    /// <summary>Whether the file has the same content as one of the same size from a scan of another union.</summary>
    public bool HasContentOf(ScanEntry other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Digest is { } own && other.Digest is { } theirs ? own == theirs
            : scan is not null && other.scan is not null && UnionScan.HaveSameContent(scan, content, other.scan, other.content);
    }

    /// <summary>The digest of a file's content where it is known without reading it.</summary>
    private Digest? Digest => scan is not null && !content.Lower.IsNone && scan.Lower.TryGetObject(content.Lower, out Digest digest) ? digest : null;

    /// <summary>
    /// Opens the content of a file for reading. Where <paramref name="file"/> is not open after success, the content is in
    /// memory: <paramref name="inline"/>. The caller closes it. It is the file that was described, also where its name has
    /// gone since. EINVAL: it is no file.
    /// </summary>
    public Errno OpenContent(out FileFd file, out ReadOnlyMemory<byte> inline)
    {
        file = default;
        inline = default;
        return scan is null || Inode.Kind != EntryKind.File ? Errno.EINVAL : scan.OpenContent(content, out file, out inline);
    }

    /// <summary>Called by the scan when it goes on.</summary>
    void IDisposable.Dispose() => opened.Dispose();
}
