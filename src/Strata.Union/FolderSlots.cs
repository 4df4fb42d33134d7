namespace Strata.Union;

/// <summary>The ids of a <see cref="FolderLower"/>, in chunks, so that a million of them need no large array. Guarded by its lock.</summary>
internal sealed class FolderSlots
{
    private const int ChunkBits = 9;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly List<FolderSlot[]> chunks = [];
    private int firstFree = -1;
    private int used;

    /// <summary>The slot of an id that was not given back.</summary>
    internal ref FolderSlot this[LowerId id]
    {
        get
        {
            ref FolderSlot slot = ref At((int)id.Value - 1);
            if (slot.Place is null)
            {
                throw new InvalidOperationException("the id was given back");
            }

            return ref slot;
        }
    }

    internal LowerId Add(in FolderSlot slot)
    {
        int at = firstFree;
        if (at >= 0)
        {
            firstFree = At(at).Start;
        }
        else
        {
            at = used++;
            if (at >> ChunkBits == chunks.Count)
            {
                chunks.Add(new FolderSlot[ChunkSize]);
            }
        }

        At(at) = slot;
        return new LowerId((ulong)at + 1);
    }

    internal void Remove(LowerId id)
    {
        int at = (int)id.Value - 1;
        At(at) = new FolderSlot { Start = firstFree };
        firstFree = at;
    }

    private ref FolderSlot At(int index) => ref chunks[index >> ChunkBits][index & (ChunkSize - 1)];
}
