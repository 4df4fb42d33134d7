using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>Puts a <see cref="FolderListing"/> together, part by part from the topmost. Used again and again: it keeps its arrays.</summary>
internal sealed class FolderListingBuilder
{
    private const int KeptNames = 16 * 1024; // Larger arrays are given back after use.
    private const byte DirectoryType = (byte)(FileMode.Directory >> 12);

    private readonly List<byte[]> chunks = [];
    private readonly List<byte[]> hiddenNext = []; // Names that whiteout files of this part hide in those below.
    private byte[] chunk = GC.AllocateUninitializedArray<byte>(NameChunks.Size);
    private FolderName[] names = new FolderName[256];
    private FolderFurther[] further = new FolderFurther[16];
    private int[] table = new int[512];
    private int used; // Of the chunk.
    private int furtherCount;
    private bool merges;

    internal int Count { get; private set; }

    /// <summary>Begins. <paramref name="severalParts"/>: a name may come more than once.</summary>
    internal void Start(bool severalParts)
    {
        merges = severalParts;
        Count = 0;
        used = 0;
        furtherCount = 0;
        chunks.Clear();
        hiddenNext.Clear();
        if (merges)
        {
            table.AsSpan().Clear();
        }
    }

    /// <summary>Adds what a part has.</summary>
    internal void Add(int part, ReadOnlySpan<byte> name, ulong ino, byte type, FolderNameState state)
    {
        if (merges)
        {
            int known = Find(name, out int slot);
            if (known >= 0)
            {
                Merge(ref names[known], part, type);
                return;
            }

            table[slot] = Count + 1;
        }

        Append(part, name, ino, type, state);
    }

    /// <summary>Says that a part has a whiteout of a name as a file.</summary>
    internal void AddWhiteoutOf(ReadOnlySpan<byte> name)
    {
        if (merges)
        {
            hiddenNext.Add(name.ToArray());
        }
    }

    /// <summary>Ends a part: what its whiteout files hide is not found in the next ones.</summary>
    internal void EndPart(int part)
    {
        foreach (byte[] name in hiddenNext)
        {
            if (Find(name, out int slot) is >= 0 and var known)
            {
                names[known].State |= FolderNameState.Closed;
            }
            else
            {
                table[slot] = Count + 1;
                Append(part, name, 0, 0, FolderNameState.Hidden | FolderNameState.Closed);
            }
        }

        hiddenNext.Clear();
    }

    internal FolderListing Finish(FolderInode owner)
    {
        ReverseFurther();
        FlushChunk();
        FolderListing listing = new(owner, names.AsSpan(0, Count).ToArray(), [.. chunks], further.AsSpan(0, furtherCount).ToArray());
        GiveBack();
        return listing;
    }

    /// <summary>Lets go of what a large directory needed.</summary>
    internal void GiveBack()
    {
        chunks.Clear();
        if (names.Length > KeptNames)
        {
            names = new FolderName[256];
            further = new FolderFurther[16];
            table = new int[512];
        }
    }

    private void Merge(ref FolderName known, int part, byte type)
    {
        // Only directories go on, and only until something else is met. A file ends the search where it is found.
        bool mayMerge = type is DirectoryType or 0 && known.Type is DirectoryType or 0 && !known.Is(FolderNameState.Closed | FolderNameState.Hidden);
        if (!mayMerge)
        {
            known.State |= FolderNameState.Closed;
            return;
        }

        if (furtherCount == further.Length)
        {
            Array.Resize(ref further, furtherCount * 2);
        }

        further[furtherCount] = new FolderFurther { Next = known.Further, Part = (ushort)part, Type = type };
        known.Further = furtherCount++;
    }

    private void Append(int part, ReadOnlySpan<byte> name, ulong ino, byte type, FolderNameState state)
    {
        if (used + name.Length > NameChunks.Size)
        {
            FlushChunk();
        }

        if (Count == names.Length)
        {
            Array.Resize(ref names, Count * 2);
        }

        name.CopyTo(chunk.AsSpan(used));
        names[Count++] = new FolderName
        {
            Ino = ino,
            Start = (chunks.Count << NameChunks.Bits) | used,
            Further = -1,
            Part = (ushort)part,
            Length = (byte)name.Length,
            Type = type,
            State = state,
        };
        used += name.Length;
        if (merges && Count * 2 > table.Length)
        {
            Grow();
        }
    }

    private void FlushChunk()
    {
        chunks.Add(chunk.AsSpan(0, used).ToArray());
        used = 0;
    }

    /// <summary>The place of a known name, or -1 and the slot of the table for it.</summary>
    private int Find(ReadOnlySpan<byte> name, out int slot)
    {
        int mask = table.Length - 1;
        for (slot = (int)(NameHash.Of(name) & (uint)mask); table[slot] != 0; slot = (slot + 1) & mask)
        {
            if (BytesOf(names[table[slot] - 1]).SequenceEqual(name))
            {
                return table[slot] - 1;
            }
        }

        return -1;
    }

    private ReadOnlySpan<byte> BytesOf(in FolderName name)
    {
        int number = NameChunks.ChunkOf(name.Start);
        byte[] from = number < chunks.Count ? chunks[number] : chunk;
        return from.AsSpan(NameChunks.PlaceOf(name.Start), name.Length);
    }

    private void Grow()
    {
        table = new int[table.Length * 2];
        int mask = table.Length - 1;
        for (int i = 0; i < Count; i++)
        {
            int slot = (int)(NameHash.Of(BytesOf(names[i])) & (uint)mask);
            while (table[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            table[slot] = i + 1;
        }
    }

    /// <summary>The chains were built from the bottom, by putting each part before the ones before it.</summary>
    private void ReverseFurther()
    {
        for (int i = 0; i < Count && furtherCount > 0; i++)
        {
            int reversed = -1;
            for (int at = names[i].Further; at >= 0;)
            {
                int next = further[at].Next;
                further[at].Next = reversed;
                reversed = at;
                at = next;
            }

            names[i].Further = reversed;
        }
    }
}
