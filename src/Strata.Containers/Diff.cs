using Strata.Blobs;
using Strata.Layers;
using Strata.Union;

namespace Strata.Containers;

/// <summary>Compares trees: two sorted walks beside each other. Contents are read only where nothing else tells them apart.</summary>
public static class Diff
{
    /// <summary>What is different between two trees, in the order of the paths.</summary>
    /// <param name="store">The store.</param>
    /// <param name="before">A container, an image, a layer, a folder; null for the image of the container <paramref name="after"/>.</param>
    /// <param name="after">Another.</param>
    /// <exception cref="ContainerException">There is nothing of that name.</exception>
    public static IReadOnlyList<TreeDifference> Run(Store store, string? before, string after)
    {
        // Held to the end: what is compared is not removed meanwhile.
        using StoreGuard guard = store.Blobs.Hold();
        using UnionScan first = before is null ? ImageOf(store, after) : Trees.Open(store, before);
        using UnionScan second = Trees.Open(store, after);
        return [.. Between(first.Whole(), second.Whole())];
    }

    /// <summary>Merges two walks of trees.</summary>
    internal static IEnumerable<TreeDifference> Between(IEnumerable<ScanEntry> before, IEnumerable<ScanEntry> after)
    {
        using IEnumerator<ScanEntry> old = before.GetEnumerator();
        using IEnumerator<ScanEntry> current = after.GetEnumerator();
        ScanEntry? left = Next(old);
        ScanEntry? right = Next(current);
        while (left is not null || right is not null)
        {
            int order = left is null ? 1 : right is null ? -1 : Compare(left.Inode.Path.Span, right.Inode.Path.Span);
            if (order < 0)
            {
                LayerEntry gone = left!.Inode;
                yield return new TreeDifference(gone.Path, gone, null, EntryChange.None);
                left = NextBeside(old, gone);
            }
            else if (order > 0)
            {
                yield return new TreeDifference(right!.Inode.Path, null, right.Inode, EntryChange.None);
                right = Next(current);
            }
            else
            {
                LayerEntry was = left!.Inode;
                EntryChange changes = ChangesOf(left, right!);
                if (changes != EntryChange.None)
                {
                    yield return new TreeDifference(was.Path, was, right!.Inode, changes);
                }

                // Below a directory that became a file everything is gone, and that has been said.
                bool isGone = was.Kind == EntryKind.Directory && right!.Inode.Kind != EntryKind.Directory;
                left = isGone ? NextBeside(old, was) : Next(old);
                right = Next(current);
            }
        }
    }

    private static UnionScan ImageOf(Store store, string container) =>
        store.Containers.TryFind(container) is { } found
            ? UnionScans.Of(store, store.Images.Resolve(found.ImageId))
            : throw new ContainerException($"there is no container {container}: give two images, layers, containers or folders to be compared");

    private static EntryChange ChangesOf(ScanEntry before, ScanEntry after)
    {
        EntryChange changes = EntryChanges.Between(before.Inode, after.Inode);
        bool mayDiffer = before.Inode is { Kind: EntryKind.File, Size: > 0 } && after.Inode.Kind == EntryKind.File && (changes & EntryChange.Size) == 0;
        return mayDiffer && !before.HasContentOf(after) ? changes | EntryChange.Content : changes;
    }

    private static ScanEntry? Next(IEnumerator<ScanEntry> walk) => walk.MoveNext() ? walk.Current : null;

    /// <summary>The next entry that does not lie below this one.</summary>
    private static ScanEntry? NextBeside(IEnumerator<ScanEntry> walk, LayerEntry folder)
    {
        ScanEntry? next = Next(walk);
        while (next is not null && next.Inode.Path.Span.StartsWith(folder.Path.Span) && next.Inode.Path.Span[folder.Path.Length] == (byte)'/')
        {
            next = Next(walk);
        }

        return next;
    }

    /// <summary>The order of a walk: a directory before what is in it, names by their bytes.</summary>
    private static int Compare(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int common = one.CommonPrefixLength(other);
        if (common == one.Length || common == other.Length)
        {
            return one.Length - other.Length;
        }

        // A slash ends a name, and the shorter name comes first.
        return one[common] == '/' ? -1 : other[common] == '/' ? 1 : one[common] - other[common];
    }
}
