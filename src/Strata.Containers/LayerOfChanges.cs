using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers;

/// <summary>
/// Makes a layer of what a union has changed over its lower. What only lies in the upper without being different is left
/// out, so that the layer follows from the two trees alone; directories that something changed in are in it even if they
/// are as before, because other programs unpack a layer where nothing lies below.
/// </summary>
internal sealed class LayerOfChanges
{
    private readonly LayerBuilder builder;
    private readonly Stack<LayerEntry> pending = [];
    private readonly HashSet<byte[]> named = new(ByteNames.Comparer);

    private LayerOfChanges(LayerBuilder builder) => this.builder = builder;

    /// <summary>Builds the layer; it is on the disk when this returns.</summary>
    /// <param name="store">The store.</param>
    /// <param name="entries">What changed, or a whole tree.</param>
    /// <param name="cancellation">Breaks it off: nothing is left behind.</param>
    /// <exception cref="LayerException">Something in it cannot be in a layer, or changes at this moment.</exception>
    public static BuiltLayer Build(BlobStore store, IEnumerable<ScanEntry> entries, CancellationToken cancellation)
    {
        using LayerBuilder builder = new(store);
        LayerOfChanges layer = new(builder);
        foreach (ScanEntry entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            layer.Take(entry);
        }

        return builder.Finish();
    }

    private void Take(ScanEntry found)
    {
        LayerEntry inode = found.Inode;
        while (pending.TryPeek(out LayerEntry? folder) && !IsIn(folder.Path.Span, inode.Path.Span))
        {
            pending.Pop();
        }

        bool isFolder = inode.Kind == EntryKind.Directory;
        if (found.Below is not null && !found.HasSeveralNames && found.ChangesFromBelow() == EntryChange.None)
        {
            // Never the root alone: whoever unpacks a layer has one.
            if (isFolder && inode.Path.Length > 0)
            {
                pending.Push(inode);
            }

            return;
        }

        foreach (LayerEntry folder in pending.Reverse())
        {
            AddFolder(folder);
        }

        pending.Clear();
        if (isFolder)
        {
            AddFolder(inode);
        }
        else
        {
            Add(found);
        }
    }

    private void Add(ScanEntry found)
    {
        LayerEntry entry = found.Entry;
        if (entry is not { Kind: EntryKind.File, Size: > 0 })
        {
            builder.Add(entry);
            return;
        }

        found.OpenContent(out FileFd file, out ReadOnlyMemory<byte> inline).OrThrow($"open /{PathText.Show(entry.Path.Span)}");
        using (file)
        {
            if (file.IsOpen)
            {
                builder.AddFile(entry, file);
            }
            else
            {
                builder.Add(entry, inline.Span);
            }
        }
    }

    private void AddFolder(LayerEntry folder)
    {
        if (named.Add(folder.Path.ToArray()))
        {
            builder.Add(folder);
        }
    }

    /// <summary>Whether a path is a folder's, or below it.</summary>
    private static bool IsIn(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> path) =>
        path.StartsWith(folder) && (folder.IsEmpty || path.Length == folder.Length || path[folder.Length] == (byte)'/');
}
