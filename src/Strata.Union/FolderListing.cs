namespace Strata.Union;

/// <summary>
/// The names of a directory of a <see cref="FolderLower"/>, merged, in the order of its parts: for each, which parts have
/// it. So a name costs no more than the attributes of what it leads to, and a missing one nothing. The order is the same
/// each time that the folders are read.
/// </summary>
internal sealed class FolderListing(FolderInode owner, FolderName[] names, byte[][] chunks, FolderFurther[] further)
{
    private int[]? table; // Places in names plus one, by hash; made when a name is looked for out of order.
    private int last;

    internal FolderInode Owner => owner;

    internal int Count => names.Length;

    /// <summary>Bytes of memory, about, with the table that may be made.</summary>
    internal long Bytes { get; } = 200 + (names.Length * 32L) + chunks.Sum(chunk => chunk.Length + 24L) + (further.Length * 8L);

    /// <summary>Where the listings in memory have it.</summary>
    internal LinkedListNode<FolderListing>? Place { get; set; }

    internal ref FolderName this[int index] => ref names[index];

    internal ReadOnlySpan<byte> NameOf(in FolderName name) =>
        chunks[NameChunks.ChunkOf(name.Start)].AsSpan(NameChunks.PlaceOf(name.Start), name.Length);

    /// <summary>The array that holds the name's bytes.</summary>
    internal byte[] ChunkOf(in FolderName name) => chunks[NameChunks.ChunkOf(name.Start)];

    /// <summary>Says that a name is being read, and will be looked for next.</summary>
    internal void Reading(int index) => last = index;

    /// <summary>The place of a name, hidden ones included; -1: there is none.</summary>
    internal int Find(ReadOnlySpan<byte> name)
    {
        if (last < names.Length && NameOf(names[last]).SequenceEqual(name))
        {
            return last;
        }

        table ??= MakeTable();
        uint mask = (uint)table.Length - 1;
        for (uint at = NameHash.Of(name) & mask; table[at] != 0; at = (at + 1) & mask)
        {
            if (NameOf(names[table[at] - 1]).SequenceEqual(name))
            {
                return table[at] - 1;
            }
        }

        return -1;
    }

    /// <summary>The further parts that may have directories of a name, as <see cref="FolderSearch.Only"/> takes them.</summary>
    internal ushort[] FurtherOf(in FolderName name)
    {
        int count = 0;
        for (int at = name.Further; at >= 0; at = further[at].Next)
        {
            count++;
        }

        ushort[] places = new ushort[count];
        count = 0;
        for (int at = name.Further; at >= 0; at = further[at].Next)
        {
            places[count++] = FolderSearch.Candidate(further[at].Part, further[at].Type);
        }

        return places;
    }

    private int[] MakeTable()
    {
        int[] made = new int[NameHash.TableSize(names.Length)];
        uint mask = (uint)made.Length - 1;
        for (int i = 0; i < names.Length; i++)
        {
            uint at = NameHash.Of(NameOf(names[i])) & mask;
            while (made[at] != 0)
            {
                at = (at + 1) & mask;
            }

            made[at] = i + 1;
        }

        return made;
    }
}
