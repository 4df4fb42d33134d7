namespace Strata.Union;

/// <summary>The names of a merged directory of a <see cref="FolderLower"/>, in the order of its folders. It is the same each time it is read.</summary>
internal sealed class FolderListing
{
    private readonly List<Entry> entries = [];

    internal int Count => entries.Count;

    internal Entry this[int index] => entries[index];

    internal void Add(byte[] name, ulong ino, byte type) => entries.Add(new Entry(name, ino, type));

    internal readonly record struct Entry(byte[] Name, ulong Ino, byte Type);
}
