using System.Runtime.InteropServices;
using Strata.Blobs;

namespace Strata.Layers;

/// <summary>
/// The xattrs of an image: those that several inodes have are shared, in the order of their first use. An inode's area is
/// a header, the numbers of its shared ones, then its own.
/// </summary>
internal sealed class ErofsXattrTable
{
    private const int MaxShared = byte.MaxValue;
    private const int MaxArea = ErofsXattrHeader.Length + ((ushort.MaxValue - 1) * sizeof(uint));
    private const int RedirectValueLength = ObjectPath.Length + 1;

    private readonly Dictionary<ErofsXattr, int> uses = [];
    private readonly Dictionary<ErofsXattr, int> offsets = [];
    private readonly List<ErofsXattr> shared = [];
    private readonly List<ErofsXattr> current = [];
    private long sharedPosition;

    /// <summary>Bytes of all shared entries.</summary>
    public int SharedSize { get; private set; }

    /// <summary>Whether users see any xattr.</summary>
    public bool Any => uses.Count != 0;

    /// <summary>Counts an inode's xattrs; all inodes are counted before the first is measured.</summary>
    public void Count(LayerEntry entry)
    {
        Collect(entry);
        foreach (ErofsXattr xattr in current)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(uses, xattr, out _)++;
        }
    }

    /// <summary>Makes the mark of files with an object shared: number 0.</summary>
    public void ShareMetacopy()
    {
        shared.Add(new ErofsXattr(ErofsXattrPrefix.Trusted, ChainOverlay.Metacopy.ToArray(), default));
        SharedSize = shared[0].EntrySize;
    }

    /// <summary>Bytes of an inode's area, 0 if it has no xattrs.</summary>
    /// <exception cref="ChainMergeException">They are more than an inode can have.</exception>
    public int Measure(LayerEntry entry, bool hasObject)
    {
        int size = hasObject ? sizeof(uint) + ErofsXattr.EntrySizeOf(ChainOverlay.Redirect.Length, RedirectValueLength) : 0;
        if (entry.Xattrs.Count != 0)
        {
            Collect(entry);
            int sharedCount = hasObject ? 1 : 0;
            foreach (ErofsXattr xattr in current)
            {
                size += TryShare(xattr, ref sharedCount, out _) ? sizeof(uint) : xattr.EntrySize;
            }
        }

        if (size + ErofsXattrHeader.Length > MaxArea)
        {
            throw new ChainMergeException($"{Linux.PathText.Show(entry.Path.Span)} has {size} bytes of xattrs, more than an inode can have");
        }

        return size == 0 ? 0 : size + ErofsXattrHeader.Length;
    }

    /// <summary>Says where the shared entries begin, when everything is measured.</summary>
    public void PlaceShared(long position) => sharedPosition = position;

    /// <summary>Writes an inode's area as it was measured.</summary>
    public void Write(LayerEntry entry, bool hasObject, Span<byte> area)
    {
        int sharedCount = 0;
        int at = ErofsXattrHeader.Length;
        if (hasObject)
        {
            WriteNumber(area, ref at, 0);
            sharedCount = 1;
        }

        Collect(entry);
        foreach (ErofsXattr xattr in current)
        {
            if (TryShare(xattr, ref sharedCount, out int offset))
            {
                WriteNumber(area, ref at, offset);
            }
        }

        MemoryMarshal.Write(area, new ErofsXattrHeader { SharedCount = (byte)sharedCount });
        if (hasObject)
        {
            Span<byte> path = stackalloc byte[RedirectValueLength];
            path[0] = (byte)'/';
            ObjectPath.Write(entry.ContentDigest, path[1..]);
            at += ErofsXattr.Write(area[at..], ErofsXattrPrefix.Trusted, ChainOverlay.Redirect, path);
        }

        sharedCount = hasObject ? 1 : 0;
        foreach (ErofsXattr xattr in current)
        {
            if (!TryShare(xattr, ref sharedCount, out _))
            {
                at += ErofsXattr.Write(area[at..], xattr.Index, xattr.Name.Span, xattr.Value.Span);
            }
        }
    }

    /// <summary>Writes all shared entries.</summary>
    public void WriteShared(Span<byte> area)
    {
        foreach (ErofsXattr xattr in shared)
        {
            area = area[ErofsXattr.Write(area, xattr.Index, xattr.Name.Span, xattr.Value.Span)..];
        }
    }

    // Names are unique in an inode: of several of a name the last counts, as setting them in turn would have it.
    private void Collect(LayerEntry entry)
    {
        current.Clear();
        foreach (Xattr xattr in entry.Xattrs)
        {
            if (ErofsXattr.TryFrom(entry, xattr, out ErofsXattr stored))
            {
                current.RemoveAll(other => other.Index == stored.Index && other.Name.Span.SequenceEqual(stored.Name.Span));
                current.Add(stored);
            }
        }
    }

    private bool TryShare(ErofsXattr xattr, ref int sharedCount, out int offset)
    {
        offset = 0;
        if (sharedCount == MaxShared || uses[xattr] < 2)
        {
            return false;
        }

        sharedCount++;
        ref int known = ref CollectionsMarshal.GetValueRefOrAddDefault(offsets, xattr, out bool exists);
        if (!exists)
        {
            known = SharedSize;
            SharedSize += xattr.EntrySize;
            shared.Add(xattr);
        }

        offset = known;
        return true;
    }

    private void WriteNumber(Span<byte> area, ref int at, int offset)
    {
        uint number = (uint)(((sharedPosition & (ErofsFormat.BlockSize - 1)) + offset) / sizeof(uint));
        MemoryMarshal.Write(area[at..], in number);
        at += sizeof(uint);
    }
}
