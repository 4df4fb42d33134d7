using Strata.Linux;

namespace Strata.Layers;

/// <summary>
/// What a layer's entries have made so far, to refuse entries that rely on something else than a directory: below a
/// symlink they would land elsewhere, with an extracting program even outside the root.
/// </summary>
internal sealed class LayerTree
{
    private readonly Dictionary<byte[], EntryKind> kinds = new(PathComparer.Instance);
    private byte[] lastParent = [];

    /// <summary>Refuses a path below something that this layer made, and that is no directory.</summary>
    public void RequireParents(ReadOnlySpan<byte> path, string shown)
    {
        ReadOnlySpan<byte> parent = EntryPath.ParentOf(path);
        if (parent.SequenceEqual(lastParent))
        {
            return;
        }

        var byPiece = kinds.GetAlternateLookup<ReadOnlySpan<byte>>();
        for (ReadOnlySpan<byte> at = parent; !at.IsEmpty; at = EntryPath.ParentOf(at))
        {
            if (byPiece.TryGetValue(at, out EntryKind kind) && kind != EntryKind.Directory)
            {
                string what = kind == EntryKind.Symlink ? "a symlink" : "no directory";
                throw new LayerException($"{shown}: lies below {PathText.Show(at)}, which is {what} in the same layer");
            }
        }

        lastParent = parent.ToArray();
    }

    /// <summary>Refuses a hard link to itself, to a directory or to something below a symlink. The target may be a lower layer's file.</summary>
    public void RequireLinkTarget(byte[] path, byte[] target, string shown)
    {
        if (target.AsSpan().SequenceEqual(path))
        {
            throw new LayerException($"{shown}: a hard link to itself");
        }

        if (target.Length == 0 || (kinds.TryGetValue(target, out EntryKind kind) && kind == EntryKind.Directory))
        {
            throw new LayerException($"{shown}: a hard link to the directory /{PathText.Show(target)}");
        }

        RequireParents(target, shown);
    }

    /// <summary>Notes what is at the path from now on.</summary>
    public void Add(byte[] path, EntryKind kind)
    {
        kinds[path] = kind;
        if (kind != EntryKind.Directory)
        {
            lastParent = [];
        }
    }
}
