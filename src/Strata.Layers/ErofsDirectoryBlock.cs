using System.Runtime.InteropServices;

namespace Strata.Layers;

/// <summary>A block of a directory, read: dirents, then their names. Nothing of it is trusted.</summary>
internal readonly ref struct ErofsDirectoryBlock
{
    private readonly ReadOnlySpan<byte> block;

    private ErofsDirectoryBlock(ReadOnlySpan<byte> block, int count)
    {
        this.block = block;
        Count = count;
    }

    /// <summary>Dirents, at least 1.</summary>
    public int Count { get; }

    /// <summary>The first dirent's name offset tells how many there are; false if that is no possible count.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> bytes, out ErofsDirectoryBlock block)
    {
        block = default;
        if (bytes.Length < ErofsDirent.Length)
        {
            return false;
        }

        int names = MemoryMarshal.Read<ErofsDirent>(bytes).NameOffset;
        if (names < ErofsDirent.Length || names % ErofsDirent.Length != 0 || names > bytes.Length)
        {
            return false;
        }

        block = new ErofsDirectoryBlock(bytes, names / ErofsDirent.Length);
        return true;
    }

    /// <summary>A dirent; the index must be below <see cref="Count"/>.</summary>
    public ErofsDirent this[int index] => MemoryMarshal.Read<ErofsDirent>(block[(index * ErofsDirent.Length)..]);

    /// <summary>The name of a dirent; false if it is empty, too long, or does not lie in the block.</summary>
    public bool TryGetName(int index, out ReadOnlySpan<byte> name)
    {
        name = default;
        int start = this[index].NameOffset;
        bool isLast = index == Count - 1;
        int end = isLast ? block.Length : this[index + 1].NameOffset;
        if (start < Count * ErofsDirent.Length || start >= end || end > block.Length)
        {
            return false;
        }

        name = block[start..end];
        int terminator = isLast ? name.IndexOf((byte)0) : -1;
        name = terminator < 0 ? name : name[..terminator];
        return name.Length is > 0 and <= Linux.FileName.MaxLength;
    }
}
