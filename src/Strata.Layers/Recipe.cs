using System.Buffers.Binary;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>
/// A layer in the store, opened: its header and table of objects are checked, its blocks when they are read. Every
/// reading starts at the front and is independent of others; safe to use from several threads.
/// </summary>
public sealed class Recipe : IDisposable
{
    private readonly FileFd file;
    private readonly RecipeObject[] objects;

    private Recipe(FileFd file, ReadOnlySpan<byte> header, RecipeObject[] objects)
    {
        this.file = file;
        this.objects = objects;
        DiffId = Digest.FromBytes(header.Slice(RecipeFormat.DiffIdOffset, Digest.Size));
        TarSize = BinaryPrimitives.ReadInt64LittleEndian(header[RecipeFormat.TarSizeOffset..]);
        StructureSize = BinaryPrimitives.ReadInt64LittleEndian(header[RecipeFormat.StructureSizeOffset..]);
        Members = BinaryPrimitives.ReadInt64LittleEndian(header[RecipeFormat.MembersOffset..]);
        BlocksEnd = BinaryPrimitives.ReadInt64LittleEndian(header[RecipeFormat.TableOffset..]);
    }

    /// <summary>The layer's name.</summary>
    public Digest DiffId { get; }

    /// <summary>Bytes of the layer's tar.</summary>
    public long TarSize { get; }

    /// <summary>Entries of the tar, those that say nothing about the tree among them.</summary>
    public long Members { get; }

    /// <summary>The contents that lie in the store as objects, in the order of the tar; one may come several times.</summary>
    public IReadOnlyList<RecipeObject> Objects => objects;

    internal long StructureSize { get; }

    internal long BlocksEnd { get; }

    /// <summary>The entries of the layer, in its own order, with small contents in place.</summary>
    /// <exception cref="RecipeException">The recipe is damaged.</exception>
    public IEnumerable<LayerEntry> ReadEntries()
    {
        using RecipeBlocks blocks = new(this);
        TarReader tar = new(blocks, structure: null, objectsElsewhere: true);
        EntryReader entries = new();
        int nextObject = 0;
        while (Next(tar))
        {
            LayerEntry? entry = ReadEntry(tar, entries, ref nextObject);
            if (entry is not null)
            {
                yield return entry;
            }
        }

        if (nextObject != objects.Length)
        {
            throw Damaged("objects that no entry has");
        }
    }

    /// <summary>Closes the recipe.</summary>
    public void Dispose() => file.Dispose();

    /// <summary>Checks header and table of a recipe.</summary>
    /// <param name="file">The recipe; owned by the result, closed on failure.</param>
    /// <exception cref="RecipeException">They are damaged.</exception>
    internal static Recipe Open(FileFd file)
    {
        try
        {
            Span<byte> header = stackalloc byte[RecipeFormat.HeaderSize];
            RecipeObject[] objects = RecipeTable.Read(file, header);
            return new Recipe(file, header, objects);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal RecipeException Damaged(string what) => new($"the recipe of layer {DiffId} is damaged: {what}");

    /// <summary>The object of the member that <paramref name="tar"/> stands at.</summary>
    internal RecipeObject TakeObject(TarReader tar, ref int next) =>
        next < objects.Length && objects[next].Size == tar.Member.Size
            ? objects[next++]
            : throw Damaged($"no object for {tar.Member.Shown}");

    /// <summary>As <see cref="TarReader.Next"/>, with a malformed structure as what it is here: damage.</summary>
    internal bool Next(TarReader tar)
    {
        try
        {
            return tar.Next();
        }
        catch (LayerException e)
        {
            throw Damaged(e.Message);
        }
    }

    internal void ReadBlocks(Span<byte> buffer, long offset)
    {
        if (offset > BlocksEnd - buffer.Length)
        {
            throw Damaged($"a block beyond the end at {offset}");
        }

        RecipeTable.ReadExactly(file, buffer, offset);
    }

    private LayerEntry? ReadEntry(TarReader tar, EntryReader entries, ref int nextObject)
    {
        try
        {
            LayerEntry? entry = entries.Read(tar.Member);
            if (tar.Member.HasObject)
            {
                Digest digest = TakeObject(tar, ref nextObject).Digest;
                return entry?.Kind == EntryKind.File ? entry with { ContentDigest = digest } : entry;
            }

            ReadOnlySpan<byte> content = tar.TakeContent();
            return entry?.Kind == EntryKind.File ? entry with { InlineContent = content.ToArray() } : entry;
        }
        catch (LayerException e)
        {
            throw Damaged(e.Message);
        }
    }
}
