namespace Strata.Fuse;

/// <summary>
/// Which value stands behind each <see cref="NodeId"/>, and how often the kernel has looked it up. Thread-safe. Ids are
/// slots; a slot is used again after its last FORGET, with the next generation.
/// <para>
/// A value keeps its own id in a field that this table alone writes (the <c>ref NodeId</c> below), so that a value found by
/// another way, say by name, gets the same id again.
/// </para>
/// </summary>
/// <typeparam name="T">The file system's inode.</typeparam>
public sealed class NodeTable<T>
    where T : class
{
    private const int ChunkBits = 8;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly Lock gate = new(); // Guards everything but the reading of Value in TryGet.
    private volatile Slot[][] chunks = [new Slot[ChunkSize]];
    private ulong firstFree; // A slot's NextFree chain; 0 is the end.
    private ulong used = NodeId.Root.Value + 1; // Slots from here on were never used.

    /// <summary>A table with <paramref name="root"/> as <see cref="NodeId.Root"/>, which is never forgotten.</summary>
    public NodeTable(T root)
    {
        chunks[0][NodeId.Root.Value] = new Slot { Value = root, Lookups = 1 };
    }

    /// <summary>How many values are known, the root included.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>The value behind <paramref name="node"/>. Takes no lock.</summary>
    public bool TryGet(NodeId node, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value)
    {
        Slot[][] all = chunks;
        ulong chunk = node.Value >> ChunkBits;
        value = chunk < (ulong)all.Length ? Volatile.Read(ref all[chunk][node.Value & (ChunkSize - 1)].Value) : null;
        return value is not null;
    }

    /// <summary>
    /// Counts a lookup of <paramref name="value"/>: call it exactly once for each entry that is answered. Gives it an id
    /// where it has none, or where the one in <paramref name="id"/> was forgotten meanwhile.
    /// </summary>
    /// <returns>The generation for <see cref="EntryReply.Generation"/>.</returns>
    public ulong Retain(T value, ref NodeId id)
    {
        lock (gate)
        {
            if (!id.IsNone)
            {
                ref Slot slot = ref SlotOf(id);
                if (ReferenceEquals(slot.Value, value))
                {
                    slot.Lookups++;
                    return slot.Generation;
                }
            }

            id = TakeLocked();
            return PublishLocked(value, id, lookups: 1);
        }
    }

    /// <summary>
    /// Gives <paramref name="value"/> a new id for the lookups to come. The old id, if there is one, leads to the value until
    /// the kernel forgets it: so a copied-up file gets a new inode in the kernel while the old one is still open.
    /// </summary>
    public void Renew(T value, ref NodeId id)
    {
        lock (gate)
        {
            id = TakeLocked();
            PublishLocked(value, id, lookups: 0);
        }
    }

    /// <summary>
    /// Takes back <paramref name="count"/> lookups. True when that was the last one: the id is free, and
    /// <paramref name="value"/> had it. The value may live on under another id (see <see cref="Renew"/>) or by name.
    /// </summary>
    public bool Forget(NodeId node, ulong count, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value)
    {
        value = null;
        if (node == NodeId.Root || node.IsNone)
        {
            return false;
        }

        lock (gate)
        {
            if (node.Value >= used)
            {
                return false;
            }

            ref Slot slot = ref SlotOf(node);
            if (slot.Value is null || slot.Lookups > count)
            {
                slot.Lookups -= slot.Value is null ? 0 : count;
                return false;
            }

            value = slot.Value;
            Volatile.Write(ref slot.Value, null);
            slot.Lookups = 0;
            slot.Generation++;
            slot.NextFree = firstFree;
            firstFree = node.Value;
            Count--;
            return true;
        }
    }

    private ulong PublishLocked(T value, NodeId id, ulong lookups)
    {
        ref Slot slot = ref SlotOf(id);
        slot.Lookups = lookups;
        Count++;
        Volatile.Write(ref slot.Value, value);
        return slot.Generation;
    }

    private NodeId TakeLocked()
    {
        if (firstFree != 0)
        {
            NodeId free = new(firstFree);
            firstFree = SlotOf(free).NextFree;
            return free;
        }

        if (used >> ChunkBits == (ulong)chunks.Length)
        {
            chunks = [.. chunks, new Slot[ChunkSize]];
        }

        return new NodeId(used++);
    }

    private ref Slot SlotOf(NodeId node) => ref chunks[node.Value >> ChunkBits][node.Value & (ChunkSize - 1)];

    private struct Slot
    {
        public T? Value;
        public ulong Lookups;
        public ulong Generation;
        public ulong NextFree;
    }
}
