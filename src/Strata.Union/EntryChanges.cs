using Strata.Layers;

namespace Strata.Union;

/// <summary>Compares entries by everything but the content of files.</summary>
public static class EntryChanges
{
    /// <summary>What is different; files of different sizes have different contents, too.</summary>
    public static EntryChange Between(LayerEntry before, LayerEntry after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        EntryChange changes = When(before.Uid != after.Uid || before.Gid != after.Gid, EntryChange.Owner)
            | When(before.Modified != after.Modified, EntryChange.Mtime)
            | When(!HaveSameXattrs(before, after), EntryChange.Xattr);
        if (before.Kind != after.Kind)
        {
            return changes | EntryChange.Type;
        }

        // Nobody can set the permissions of a symlink.
        return changes
            | When(before.Kind != EntryKind.Symlink && before.Permissions != after.Permissions, EntryChange.Mode)
            | When(before.Kind == EntryKind.File && before.Size != after.Size, EntryChange.Size | EntryChange.Content)
            | When(before.Device != after.Device || !before.LinkTarget.Span.SequenceEqual(after.LinkTarget.Span), EntryChange.Content);
    }

    private static EntryChange When(bool holds, EntryChange change) => holds ? change : EntryChange.None;

    private static bool HaveSameXattrs(LayerEntry before, LayerEntry after)
    {
        bool same = before.Xattrs.Count == after.Xattrs.Count;
        for (int i = 0; same && i < before.Xattrs.Count; i++)
        {
            same = before.Xattrs[i].Name.Span.SequenceEqual(after.Xattrs[i].Name.Span) && before.Xattrs[i].Value.Span.SequenceEqual(after.Xattrs[i].Value.Span);
        }

        return same;
    }
}
