using System.Security.Cryptography;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>
/// Builds a layer in the store out of entries instead of a tar: its tar is a <see cref="CanonicalTar"/>, so the same entries
/// in the same order are the same layer on every machine. Nothing of it can be seen before <see cref="Finish"/>. Not safe
/// for several threads.
/// </summary>
public sealed class LayerBuilder : IDisposable
{
    private const int PieceSize = 256 * 1024;
    private readonly BlobStore store;
    private readonly StagingBatch batch;
    private readonly StagedFile file;
    private readonly RecipeWriter recipe;
    private readonly CanonicalTar tar;
    private readonly LayerTree tree = new();
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(PieceSize);
    private long tarSize;

    /// <summary>Begins a layer.</summary>
    /// <param name="store">The store; borrowed.</param>
    public LayerBuilder(BlobStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        this.store = store;
        batch = store.BeginBatch();
        file = batch.CreateFile();
        recipe = new RecipeWriter(file.File);
        tar = new CanonicalTar(Put);
    }

    /// <summary>Adds an entry whose content, if it is a file, is in memory.</summary>
    /// <exception cref="LayerException">A layer cannot have it.</exception>
    public void Add(LayerEntry entry, ReadOnlySpan<byte> content = default)
    {
        Require(entry);
        tar.Begin(entry);
        if (entry.Kind == EntryKind.File && entry.Size <= LayerEntry.MaxInlineContent)
        {
            tar.Content(content);
        }
        else if (entry.Kind == EntryKind.File)
        {
            Hash(content);
            recipe.AppendObject(batch.AddObject(content), content.Length);
        }
    }

    /// <summary>Adds a file.</summary>
    /// <param name="entry">The entry; its size is what the file has.</param>
    /// <param name="content">Open for reading, read from its begin; borrowed.</param>
    /// <exception cref="LayerException">A layer cannot have it, or the file has another size: it is being written.</exception>
    public void AddFile(LayerEntry entry, FileFd content)
    {
        if (entry.Size <= PieceSize)
        {
            int size = (int)entry.Size;
            int filled = ReadFull(content, buffer.AsSpan(0, size), 0);
            RequireSize(entry, filled == size && ReadFull(content, new byte[1], size) == 0);
            Add(entry, buffer.AsSpan(0, size));
            return;
        }

        Require(entry);
        tar.Begin(entry);
        using ObjectWriter writer = batch.BeginObject();
        if (writer.TryClone(content, out long cloned))
        {
            RequireSize(entry, cloned == entry.Size);
            TakeClone(writer);
        }
        else
        {
            Copy(entry, content, writer);
        }

        recipe.AppendObject(writer.Finish(), entry.Size);
    }

    /// <summary>Completes the layer; it is on the disk when this returns.</summary>
    public BuiltLayer Finish()
    {
        tar.Finish();
        Span<byte> bytes = stackalloc byte[Digest.Size];
        hash.GetHashAndReset(bytes);
        Digest diffId = Digest.FromBytes(bytes);
        recipe.Finish(diffId, tarSize, tar.Count);
        batch.Publish(store.Recipes, diffId, file);
        return new BuiltLayer(diffId, tarSize, tar.Count, batch.NewObjects, batch.NewBytes);
    }

    /// <summary>Closes it; what was not finished is gone.</summary>
    public void Dispose()
    {
        hash.Dispose();
        recipe.Dispose();
        file.Dispose();
        batch.Dispose();
    }

    private static void RequireSize(LayerEntry entry, bool holds)
    {
        if (!holds)
        {
            throw new LayerException($"/{PathText.Show(entry.Path.Span)} is no longer {entry.Size} bytes long: it is being written");
        }
    }

    /// <summary>Refuses what its readers would refuse, or take for something else.</summary>
    private void Require(LayerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string shown = "/" + PathText.Show(entry.Path.Span);
        if (entry.Kind == EntryKind.CharDevice && entry.Device == default)
        {
            throw new LayerException($"{shown}: a character device 0:0 means that something was removed, in a layer as in an upper folder");
        }

        for (ReadOnlySpan<byte> at = entry.Path.Span; !at.IsEmpty; at = EntryPath.ParentOf(at))
        {
            if (WhiteoutName.IsSpelled(EntryPath.NameOf(at)))
            {
                throw new LayerException($"{shown}: a name that begins with {PathText.Show(WhiteoutName.Prefix)} means that something was removed; no layer can have it");
            }
        }

        if (entry.Kind is not (EntryKind.Whiteout or EntryKind.Opaque))
        {
            byte[] path = entry.Path.ToArray();
            tree.RequireParents(path, shown);
            tree.Add(path, entry.Kind);
        }
    }

    private void TakeClone(ObjectWriter writer)
    {
        for (int count; (count = writer.Take(buffer)) > 0;)
        {
            Hash(buffer.AsSpan(0, count));
        }
    }

    private void Copy(LayerEntry entry, FileFd content, ObjectWriter writer)
    {
        for (long at = 0; at < entry.Size;)
        {
            int count = ReadFull(content, buffer.AsSpan(0, (int)Math.Min(buffer.Length, entry.Size - at)), at);
            RequireSize(entry, count > 0);
            writer.Write(buffer.AsSpan(0, count));
            Hash(buffer.AsSpan(0, count));
            at += count;
        }

        RequireSize(entry, ReadFull(content, new byte[1], entry.Size) == 0);
    }

    private static int ReadFull(FileFd file, Span<byte> buffer, long offset)
    {
        int filled = 0;
        int count = 1;
        while (filled < buffer.Length && count > 0)
        {
            Sys.PRead(file, buffer[filled..], offset + filled, out count).OrThrow("read a file for a layer");
            filled += count;
        }

        return filled;
    }

    /// <summary>Takes a piece of the tar's structure.</summary>
    private void Put(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        recipe.Append(bytes);
        tarSize += bytes.Length;
    }

    /// <summary>Takes a piece of a content that becomes an object.</summary>
    private void Hash(ReadOnlySpan<byte> bytes)
    {
        tar.Skip(bytes.Length);
        hash.AppendData(bytes);
        tarSize += bytes.Length;
    }
}
